/**
 * HTTP for GitHub's API and for git: requests, responses, retries, redirects, proxies, the trust in
 * certificates, and the descriptions of network errors. The only package that knows OkHttp. It must
 * know neither GitHub's API nor git.
 */
@NullMarked
package dev.ghsync.http;

import org.jspecify.annotations.NullMarked;
