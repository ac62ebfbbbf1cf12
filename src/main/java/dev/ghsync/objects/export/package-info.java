/**
 * Writes stored objects in forms that git and others read: a bare repository, a bundle, a tar. This
 * package knows no command line and uses no network.
 */
@NullMarked
package dev.ghsync.objects.export;

import org.jspecify.annotations.NullMarked;
