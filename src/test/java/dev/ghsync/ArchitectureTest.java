package dev.ghsync;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Arrows go only downwards, and every library has one room. */
@AnalyzeClasses(packages = "dev.ghsync", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule arrowsGoDown =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("dev.ghsync.cli..")
          .layer("report")
          .definedBy("dev.ghsync.report..")
          .layer("auth")
          .definedBy("dev.ghsync.auth..")
          .layer("sync")
          .definedBy("dev.ghsync.sync..")
          .layer("objects")
          .definedBy("dev.ghsync.objects..")
          .layer("github")
          .definedBy("dev.ghsync.github..")
          .layer("git")
          .definedBy("dev.ghsync.git..")
          .layer("http")
          .definedBy("dev.ghsync.http..")
          .layer("store")
          .definedBy("dev.ghsync.store..")
          .layer("model")
          .definedBy("dev.ghsync.model..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("auth")
          .mayOnlyBeAccessedByLayers("cli", "report")
          .whereLayer("sync")
          .mayOnlyBeAccessedByLayers("cli", "report")
          .whereLayer("objects")
          .mayOnlyBeAccessedByLayers("cli", "report", "sync")
          .whereLayer("github")
          .mayOnlyBeAccessedByLayers("cli", "auth", "sync")
          .whereLayer("git")
          .mayOnlyBeAccessedByLayers("cli", "sync", "objects")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("cli", "github", "git")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("cli", "auth", "sync", "objects");

  @ArchTest
  static final ArchRule theEngineDoesNotKnowItsStreams =
      noClasses()
          .that()
          .resideInAPackage("dev.ghsync.sync.run")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "dev.ghsync.sync",
              "dev.ghsync.sync.run",
              "dev.ghsync.github..",
              "dev.ghsync.git..",
              "dev.ghsync.store..",
              "dev.ghsync.model..",
              "java..",
              "org.slf4j..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule theVocabularyOfASyncDoesNotKnowItsUsers =
      noClasses()
          .that()
          .resideInAPackage("dev.ghsync.sync")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.ghsync.sync.*..");

  @ArchTest
  static final ArchRule packagesGoInNoCircle =
      slices().matching("dev.ghsync.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule modelIsTheJdkAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.ghsync.model..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("dev.ghsync.model..", "java..", "javax.net..", "org.jspecify..");

  @ArchTest
  static final ArchRule sqlStopsAtTheStore =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.ghsync.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..");

  @ArchTest
  static final ArchRule okHttpIsUsedByHttpOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.ghsync.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("okhttp3..", "okio..");

  @ArchTest
  static final ArchRule jsonStopsAtGithubAndReport =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.ghsync.github..", "dev.ghsync.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.fasterxml.jackson..");
}
