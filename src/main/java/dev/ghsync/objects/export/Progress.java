package dev.ghsync.objects.export;

/** Receives how much of an export is done. */
@FunctionalInterface
public interface Progress {
  /**
   * Some more is done. Called often; the caller may throw {@link ExportException} to end the work.
   *
   * @param total 0 while it is unknown
   */
  void done(long objects, long total);
}
