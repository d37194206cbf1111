package ink.dreamnet.halo;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.Field;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
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
/// that they can be tried here: none takes more than quadratic time, and those that search texts, which may be long, linear time.
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

    private static final Pattern WORD = Pattern.compile("[a-z]{3,}");
    private static final Set<String> OF_STRINGS = Set.of("matches", "replaceAll", "replaceFirst", "split");
    private static final Set<String> SEARCHES = Set.of("find", "replaceAll", "replaceFirst", "results", "split",
            "splitAsStream");
    private static final int LONG = 100;
    /// On a text of that length what is cubic takes more; what is quadratic may, too, and what needs some length to begin takes less.
    private static final int FEW_STEPS = 50_000;
    /// No pattern of HALO's takes a fifth of it; what is exponential would not end.
    private static final int MOST_STEPS = 1_000_000;
    /// By how much more what is quadratic takes for twice the text is 4, and for what is cubic 8.
    private static final double MOST_GROWTH = 5.5;
    private static final int VERY_LONG = 1000;
    /// What is quadratic takes half a million on a very long text; what repeats at most a hundred characters takes less than this.
    private static final int MOST_OF_LINEAR = 300_000;

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
        assertThat(isSlow(Pattern.compile("(.*a){25}b"), new Hostile("", "a"), false)).isTrue();
        assertThat(isSlow(Pattern.compile("\\s*\\s*x"), new Hostile("", " "), true)).as("cubic").isTrue();
        assertThat(isSlow(Pattern.compile("\\s*\\s*x"), new Hostile("", " "), false)).as("quadratic").isFalse();
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

    private static List<MethodModel> methods(JavaClass type) throws IOException {
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

    @Test
    void constantsTakeAtMostQuadraticTime() throws IllegalAccessException {
        List<String> slow = new ArrayList<>();
        constants().forEach((name, pattern) -> hostile(pattern.pattern())
                .filter(text -> isSlow(pattern, text, false) || isSlow(pattern, text, true))
                .findFirst().ifPresent(text -> slow.add(name + " on " + text.repeated(20))));
        assertThat(slow).isEmpty();
    }

    @Test
    void constantsThatSearchTakeLinearTime() throws Exception {
        Set<String> searched = new LinkedHashSet<>();
        for (JavaClass type : MAIN) {
            if (type.getAccessesFromSelf().stream().anyMatch(access -> access.getTargetOwner()
                    .isEquivalentTo(Pattern.class))) {
                methods(type).forEach(method -> searched.addAll(searched(method)));
            }
        }
        Map<String, Pattern> patterns = constants();
        patterns.keySet().retainAll(searched);
        assertThat(patterns).hasSizeGreaterThan(50);
        List<String> slow = new ArrayList<>();
        patterns.forEach((name, pattern) -> hostile(pattern.pattern())
                .filter(text -> steps(pattern, text.repeated(VERY_LONG), true) > MOST_OF_LINEAR)
                .findFirst().ifPresent(text -> slow.add(name + " on " + text.repeated(20))));
        assertThat(slow).isEmpty();
    }

    private static Map<String, Pattern> constants() throws IllegalAccessException {
        Map<String, Pattern> patterns = new TreeMap<>();
        for (JavaClass type : MAIN) {
            for (JavaField field : type.getFields()) {
                if (field.getModifiers().contains(JavaModifier.STATIC)
                        && field.getRawType().isEquivalentTo(Pattern.class)) {
                    Field reflected = field.reflect();
                    reflected.setAccessible(true);
                    patterns.put(field.getFullName(), (Pattern) Objects.requireNonNull(reflected.get(null)));
                }
            }
        }
        return patterns;
    }

    /// @return the constants of whose matchers the method asks next where they match within a text
    private static Set<String> searched(MethodModel method) {
        Set<String> searched = new LinkedHashSet<>();
        method.code().ifPresent(code -> {
            String constant = "";
            for (CodeElement element : code) {
                if (element instanceof FieldInstruction field
                        && field.typeSymbol().equals(Pattern.class.describeConstable().orElseThrow())) {
                    constant = field.owner().asInternalName().replace('/', '.') + "." + field.name().stringValue();
                } else if (element instanceof InvokeInstruction call
                        && call.owner().asInternalName().startsWith("java/util/regex/")
                        && SEARCHES.contains(call.name().stringValue())) {
                    searched.add(constant);
                }
            }
        });
        return searched;
    }

    /// @return texts that repeat one of the pattern's own characters, pairs of them, or its words, and end as nothing ends
    private static Stream<Hostile> hostile(String pattern) {
        Set<String> pumps = new LinkedHashSet<>(List.of("a", "0", " ", "\n", "a ", "a.", "a-", "0."));
        String plain = pattern.replace("\\", "");
        for (int at = 0; at < plain.length(); at++) {
            pumps.add(plain.substring(at, at + 1));
            pumps.add(plain.substring(at, Math.min(plain.length(), at + 2)));
            pumps.add("a" + plain.charAt(at));
        }
        Matcher words = WORD.matcher(pattern);
        while (words.find()) {
            pumps.add(words.group());
            pumps.add(words.group() + " ");
        }
        return pumps.stream().flatMap(pump -> Stream.of("", "a")
                .map(start -> new Hostile(start, pump)));
    }

    private record Hostile(String start, String pump) {

        String repeated(int length) {
            return start + pump.repeat(length / pump.length()) + "\u0001";
        }
    }

    private static boolean isSlow(Pattern pattern, Hostile text, boolean search) {
        long steps = steps(pattern, text.repeated(LONG), search);
        return steps > MOST_STEPS || steps > FEW_STEPS
                && steps > MOST_GROWTH * steps(pattern, text.repeated(LONG / 2), search);
    }

    private static long steps(Pattern pattern, String text, boolean search) {
        Counted counted = new Counted(text);
        Matcher matcher = pattern.matcher(counted);
        try {
            boolean more = search ? matcher.find() : matcher.matches();
            while (search && more) {
                more = matcher.find();
            }
        } catch (IllegalStateException | StackOverflowError tooMany) {
            return MOST_STEPS + 1L;
        }
        return counted.steps;
    }

    private static final class Counted implements CharSequence {

        private final String text;
        private long steps;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MOST_STEPS) {
                throw new IllegalStateException("too many steps");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
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
