package dev.ghsync.git;

import dev.ghsync.model.Quotation;
import dev.ghsync.model.git.ObjectId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reports an error message that the server sent in git's own protocol. */
final class RemoteErrorException extends RuntimeException {
  /** The text of git's {@code upload-pack} for a want that it does not have or may not give. */
  private static final Pattern NOT_OUR_REF = Pattern.compile("not our ref ([0-9a-f]{40})");

  private final transient Optional<ObjectId> notOurRef;

  /** Quotes the server's text. */
  RemoteErrorException(String text) {
    super(Quotation.of(text));
    Matcher matcher = NOT_OUR_REF.matcher(text);
    notOurRef = matcher.find() ? Optional.of(new ObjectId(matcher.group(1))) : Optional.empty();
  }

  /** Returns the wanted object that the server does not have or may not give. */
  Optional<ObjectId> notOurRef() {
    return notOurRef;
  }
}
