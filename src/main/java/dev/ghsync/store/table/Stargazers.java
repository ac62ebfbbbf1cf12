package dev.ghsync.store.table;

import dev.ghsync.model.item.Stargazer;

/** The table {@code stargazers}. */
public final class Stargazers {
  public static final Table<Stargazer> TABLE =
      Table.<Stargazer>named("stargazers", "stargazer")
          .key("user_id", Stargazer::key)
          .shownAs("r.user_login")
          .columns(
              row ->
                  row.keyAccount("user", Stargazer::user)
                      .column("starred_at", Stargazer::starredAt))
          .build();

  private Stargazers() {}
}
