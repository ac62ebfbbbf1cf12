package dev.ghsync.model;

/**
 * An installation of a GitHub App.
 *
 * @param account the user or organization that has installed it
 */
public record AppInstallation(long id, String account) {}
