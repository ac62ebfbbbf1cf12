package dev.ghsync.model;

/**
 * The ETag of one answer. It is valid only for the same URL, Accept header and token, because
 * GitHub computes it from all three.
 *
 * @param url the exact URL
 * @param accept the Accept header of the request
 * @param etag the opaque part, without {@code W/}
 * @param tokenFingerprint {@link Token#fingerprint} of the request's token
 */
public record Validator(String url, String accept, String etag, String tokenFingerprint) {}
