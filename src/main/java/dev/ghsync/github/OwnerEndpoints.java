package dev.ghsync.github;

import dev.ghsync.github.Endpoint.Trait;
import dev.ghsync.github.json.BodyReader;
import dev.ghsync.github.json.JsonBody;
import dev.ghsync.github.json.RepositoryReader;
import dev.ghsync.github.json.ResponseLimits;
import dev.ghsync.model.item.ListedRepo;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The REST endpoints that list repositories; 100 a page. Only what the token may see is listed. */
public final class OwnerEndpoints {
  private static final BodyReader<List<ListedRepo>> LIST =
      JsonBody.list(
          ResponseLimits.REPOSITORIES, RepositoryReader::listed, ListedRepo::githubId, "id");
  private static final BodyReader<List<ListedRepo>> WITHIN =
      JsonBody.listIn(
          "repositories",
          ResponseLimits.REPOSITORIES,
          RepositoryReader::listed,
          ListedRepo::githubId,
          "id");

  private final String api;

  public OwnerEndpoints(URI apiUrl) {
    api = ApiUrls.base(apiUrl);
  }

  /** The repositories of an organization. */
  public Endpoint<List<ListedRepo>> ofOrganization(String name) {
    return list("/orgs/" + name + "/repos?sort=full_name&per_page=100", LIST);
  }

  /** The public repositories of a user. */
  public Endpoint<List<ListedRepo>> ofUser(String name) {
    return list("/users/" + name + "/repos?sort=full_name&per_page=100", LIST);
  }

  /** The repositories that the token's own account owns, or was invited to. */
  public Endpoint<List<ListedRepo>> ofTokenOwner() {
    return list("/user/repos?affiliation=owner,collaborator&sort=full_name&per_page=100", LIST);
  }

  /** The repositories of an App's installation, for its own tokens. */
  public Endpoint<List<ListedRepo>> ofInstallation() {
    return list("/installation/repositories?per_page=100", WITHIN);
  }

  private Endpoint<List<ListedRepo>> list(String path, BodyReader<List<ListedRepo>> reader) {
    return new Endpoint<>(
        api + path, Endpoints.JSON, reader, Set.of(Trait.LIST), OptionalLong.empty());
  }
}
