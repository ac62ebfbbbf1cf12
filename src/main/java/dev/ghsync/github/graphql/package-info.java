/**
 * Queries of GitHub's GraphQL API, in batches, with their points and partial replies. It must not
 * know REST's endpoints, nor why something is queried.
 */
@NullMarked
package dev.ghsync.github.graphql;

import org.jspecify.annotations.NullMarked;
