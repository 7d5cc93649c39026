package dev.sextant.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;

/// The rules that order the packages of every module, checked by each module's `ArchitectureTest`.
///
/// Imports point up: a package may import its parents and its siblings, never a package below its
/// own; siblings form no cycle. So meaning, which stands at the root, never names a tool.
public final class HouseRules {
  /// No class depends on a package below its own.
  public static final ArchRule IMPORTS_POINT_UP =
      classes().should(notDependOnAPackageBelow()).as("imports point up");

  private HouseRules() {}

  /// The packages directly below `root` form no cycle.
  public static ArchRule siblingsFormNoCycle(String root) {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
  }

  /// The root package of a feature holds meaning and ports: plain Java, JSpecify and what is named.
  public static ArchRule rootIsPlainJava(String root, String... andAlso) {
    var allowed = new String[andAlso.length + 3];
    allowed[0] = "java..";
    allowed[1] = "org.jspecify..";
    allowed[2] = root;
    System.arraycopy(andAlso, 0, allowed, 3, andAlso.length);
    return classes()
        .that()
        .resideInAPackage(root)
        .and()
        .doNotHaveSimpleName("Application")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .allowEmptyShould(true);
  }

  /// Checks the rules that hold everywhere on the production classes below `root`.
  public static void check(String root) {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOptions(Arrays.asList(new ImportOption.DoNotIncludeTests()))
            .importPackages(root);
    IMPORTS_POINT_UP.check(classes);
    siblingsFormNoCycle(root).check(classes);
  }

  private static ArchCondition<JavaClass> notDependOnAPackageBelow() {
    return new ArchCondition<>("not depend on a package below their own") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        String below = item.getPackageName() + ".";
        for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
          if (dependency.getTargetClass().getPackageName().startsWith(below)) {
            events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
          }
        }
      }
    };
  }
}
