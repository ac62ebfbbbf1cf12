/** Items that GitHub keeps besides git data: issues, comments, pull requests, releases. */
@NullMarked
package dev.ghsync.model.item;

import org.jspecify.annotations.NullMarked;
