package dev.ghsync.github.graphql;

/**
 * The id by which GraphQL shows a single item.
 *
 * @param node the id, whose form is GitHub's own matter
 * @param id the id that the item's row has
 * @param isDiscussion whether it is a discussion, not a comment or a review
 */
public record NodeId(String node, long id, boolean isDiscussion) {}
