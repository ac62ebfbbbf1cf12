package dev.ghsync.report;

/** Colours for a terminal, or none. */
public enum Ansi {
  ON,
  OFF;

  public String good(String text) {
    return paint("32", text);
  }

  public String warn(String text) {
    return paint("33", text);
  }

  public String bad(String text) {
    return paint("31", text);
  }

  public String strong(String text) {
    return paint("1", text);
  }

  private String paint(String code, String text) {
    return this == ON ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
