/** Makes the stored objects as small as they can be. */
@NullMarked
package dev.ghsync.objects.compact;

import org.jspecify.annotations.NullMarked;
