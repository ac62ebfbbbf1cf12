/**
 * The stored git objects, whatever form they have: packed, or rows. This package knows the store
 * and git's formats. It knows neither GitHub nor how objects are fetched.
 */
@NullMarked
package dev.ghsync.objects;

import org.jspecify.annotations.NullMarked;
