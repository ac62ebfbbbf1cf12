package dev.ghsync.objects.export;

import dev.ghsync.git.object.Bytes;
import dev.ghsync.model.git.ObjectId;

/** An object that is being exported. */
@SuppressWarnings("ArrayRecordComponent") // never changed, never compared
record ObjectBytes(ObjectId id, byte[] content) {
  boolean startsWith(int from, String text) {
    return Bytes.startsWith(content, from, content.length, text);
  }
}
