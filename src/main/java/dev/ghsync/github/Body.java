package dev.ghsync.github;

import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The body of an answer, unpacked.
 *
 * @param contentType as the header has it; empty where none came
 * @param length in bytes, where announced and not compressed
 */
record Body(InputStream stream, String contentType, OptionalLong length) {}
