/**
 * How this process reaches a server: the proxy, the certificates it trusts, and what it means that
 * a server cannot be reached. Knows OkHttp, but neither GitHub's API nor git.
 */
@NullMarked
package dev.ghsync.http;

import org.jspecify.annotations.NullMarked;
