package ink.dreamnet.halo;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import ink.dreamnet.halo.core.Glob;
import ink.dreamnet.halo.core.Regex;
import org.junit.jupiter.api.Test;
import org.springframework.util.AntPathMatcher;
import org.springframework.util.PatternMatchUtils;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/// What others write is matched by [Regex] and [Glob] alone, whose work is bounded. Patterns of HALO's own are constants, so
/// that [PatternTimesTest] can try them.
class PatternRulesTest {

    private static final JavaClasses MAIN = ArchitectureTests.MAIN;

    private static final ArchRule NO_OTHER_MATCHER = noClasses().should().dependOnClassesThat()
            .belongToAnyOf(PathMatcher.class, AntPathMatcher.class, PatternMatchUtils.class).orShould()
            .dependOnClassesThat().resideInAnyPackage("com.jayway..", "org.eclipse.jgit.ignore..",
                    "org.eclipse.jgit.fnmatch..")
            .orShould().callMethod(FileSystem.class, "getPathMatcher", String.class);
    private static final ArchRule ONE_ENGINE = noClasses().that().doNotHaveFullyQualifiedName(Regex.class.getName())
            .should().dependOnClassesThat().resideInAPackage("com.google.re2j..");
    /// Makes patterns of the constants of its callers.
    private static final String OF_CONSTANTS = "ink.dreamnet.halo.core.secret.SecretPattern";
    private static final ArchRule CONSTANTS_ONLY = noClasses().that().doNotHaveFullyQualifiedName(OF_CONSTANTS)
            .should().callCodeUnitWhere(compilesOutsideOfAnInitializer());

    private static final Set<String> OF_STRINGS = Set.of("matches", "replaceAll", "replaceFirst", "split");

    private static DescribedPredicate<JavaCall<?>> compilesOutsideOfAnInitializer() {
        return DescribedPredicate.describe("compile a pattern that is not a constant",
                call -> call.getTargetOwner().isEquivalentTo(Pattern.class)
                        && Set.of("compile", "matches").contains(call.getName())
                        && !call.getOrigin().getName().equals("<clinit>"));
    }

    @Test
    void mainCodeMatchesByOneEngine() {
        NO_OTHER_MATCHER.check(MAIN);
        ONE_ENGINE.check(MAIN);
        CONSTANTS_ONLY.check(MAIN);
    }

    @Test
    void ruleWhenBrokenFails() throws IOException {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        for (ArchRule rule : List.of(NO_OTHER_MATCHER, ONE_ENGINE, CONSTANTS_ONLY)) {
            assertThat(rule.evaluate(offender).hasViolation()).as(rule.getDescription()).isTrue();
        }
        assertThat(variable(offender.get(Offender.class))).containsExactlyInAnyOrder("Offender.string matches",
                "Offender.string replaceAll");
    }

    /// `String.matches` and its like compile what they are given.
    @Test
    void stringsAreMatchedByConstants() throws IOException {
        List<String> variable = new ArrayList<>();
        for (JavaClass type : MAIN) {
            variable.addAll(variable(type));
        }
        assertThat(variable).isEmpty();
    }

    private static List<String> variable(JavaClass type) throws IOException {
        List<String> found = new ArrayList<>();
        String name = type.getName().substring(type.getName().lastIndexOf('.') + 1).replaceFirst("^.*\\$", "");
        for (MethodModel method : methods(type)) {
            List<Instruction> before = new ArrayList<>();
            method.code().ifPresent(code -> {
                for (CodeElement element : code) {
                    if (element instanceof InvokeInstruction call && isOfStrings(call)
                            && !isConstant(before, call.typeSymbol().parameterCount())) {
                        found.add(name + "." + method.methodName().stringValue() + " "
                                + call.name().stringValue());
                    }
                    if (element instanceof Instruction instruction) {
                        before.add(instruction);
                    }
                }
            });
        }
        return found;
    }

    static List<MethodModel> methods(JavaClass type) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                PatternRulesTest.class.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class"))) {
            return ClassFile.of().parse(in.readAllBytes()).methods();
        }
    }

    private static boolean isOfStrings(InvokeInstruction call) {
        return call.owner().asInternalName().equals("java/lang/String")
                && OF_STRINGS.contains(call.name().stringValue());
    }

    /// @return whether the first argument is a constant: it was loaded as one, and at most one more instruction made each other
    private static boolean isConstant(List<Instruction> before, int arguments) {
        int at = before.size() - arguments;
        return at >= 0 && before.get(at) instanceof ConstantInstruction constant
                && constant.constantValue() instanceof String;
    }

    static class Offender {
        final PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:*");

        boolean engine(String pattern) {
            return com.google.re2j.Pattern.matches(pattern, "a");
        }

        boolean pattern(String pattern) {
            return Pattern.matches(pattern, "a");
        }

        String string(String pattern) {
            return "a".matches(pattern) ? "a".replaceAll(pattern, "b") : "a".replaceAll("a", pattern);
        }
    }
}
