package dev.ghsync.model;

/**
 * The ETag of one answer. It means nothing for another URL, another Accept header or another token:
 * GitHub computes it from all three.
 *
 * @param url the exact address
 * @param accept the Accept header it was got with
 * @param etag the opaque part, without {@code W/}
 * @param tokenFingerprint {@link Token#fingerprint} of the token it was got with
 */
public record Validator(String url, String accept, String etag, String tokenFingerprint) {}
