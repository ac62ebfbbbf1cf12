/**
 * Finds the objects that users name as in git ({@code main:README.md}) and says why one is not
 * there. This package prints nothing.
 */
@NullMarked
package dev.ghsync.objects.show;

import org.jspecify.annotations.NullMarked;
