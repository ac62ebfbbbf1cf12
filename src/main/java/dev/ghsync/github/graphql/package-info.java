/** Queries of GitHub's GraphQL API, in batches, with their points and partial answers. */
@NullMarked
package dev.ghsync.github.graphql;

import org.jspecify.annotations.NullMarked;
