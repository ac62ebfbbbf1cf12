package dev.ghsync.cli.man;

import java.util.Locale;

/** A text with the macros of man(7). */
final class Roff {
  private final StringBuilder text = new StringBuilder();

  Roff title(String name, String source) {
    return line(".TH \"" + escaped(name) + "\" \"1\" \"\" \"" + escaped(source) + "\" \"\"");
  }

  Roff section(String name) {
    return line(".SH " + escaped(name.toUpperCase(Locale.ROOT)));
  }

  Roff subsection(String name) {
    return line(".SS " + escaped(name));
  }

  /** A paragraph; an empty one is left out. The first of a section needs no macro. */
  Roff paragraph(String words) {
    if (words.isEmpty()) {
      return this;
    }
    return isAfterHeading() ? text(words) : line(".PP").text(words);
  }

  private boolean isAfterHeading() {
    return text.substring(text.lastIndexOf("\n", text.length() - 2) + 1).startsWith(".S");
  }

  Roff text(String words) {
    return line(protectedStart(escaped(words.replace("$$", "$"))));
  }

  Roff bold(String words) {
    return line("\\fB" + escaped(words) + "\\fR");
  }

  /** A term in bold, with its meaning indented below it. */
  Roff item(String term, String meaning) {
    return line(".TP").bold(term).text(meaning);
  }

  /** Lines that keep their line ends and spaces. */
  Roff verbatim(String lines) {
    line(".nf");
    lines.lines().forEach(each -> line(protectedStart(escaped(each))));
    return line(".fi");
  }

  private static String escaped(String words) {
    return words.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
  }

  /** A dot or an apostrophe at the start of a line would be a request. */
  private static String protectedStart(String line) {
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }

  private Roff line(String line) {
    text.append(line).append('\n');
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
