package ink.dreamnet.halo;

import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.Field;
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

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What HALO's own patterns cost, on texts that are made to be slow: none takes more than quadratic time, and those that search texts, which
/// may be long, linear time.
class PatternTimesTest {

    private static final Pattern WORD = Pattern.compile("[a-z]{3,}");
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

    @Test
    void patternWhenItTakesMoreThanQuadraticTimeIsSlow() {
        assertThat(isSlow(Pattern.compile("(.*a){25}b"), new Hostile("", "a"), false)).isTrue();
        assertThat(isSlow(Pattern.compile("\\s*\\s*x"), new Hostile("", " "), true)).as("cubic").isTrue();
        assertThat(isSlow(Pattern.compile("\\s*\\s*x"), new Hostile("", " "), false)).as("quadratic").isFalse();
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
        for (JavaClass type : ArchitectureTests.MAIN) {
            if (type.getAccessesFromSelf().stream().anyMatch(access -> access.getTargetOwner()
                    .isEquivalentTo(Pattern.class))) {
                PatternRulesTest.methods(type).forEach(method -> searched.addAll(searched(method)));
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
        for (JavaClass type : ArchitectureTests.MAIN) {
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
}
