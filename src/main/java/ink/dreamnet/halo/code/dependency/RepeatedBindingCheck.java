package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Facts;
import ink.dreamnet.halo.code.FileCheck;
import ink.dreamnet.halo.code.Finding;
import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.Reports;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.dependency.ScriptTokens.Kind;
import ink.dreamnet.halo.code.dependency.ScriptTokens.Token;
import ink.dreamnet.halo.core.Severity;

/// A `const`, `let`, `class` or import that a file of JavaScript or TypeScript declares twice at its top level, as where the end of a file was
/// pasted twice, is a SyntaxError: nothing of the file runs. Only statements at the start of a line are read, and nothing is said where
/// brackets and strings do not come out even. What TypeScript merges (interfaces, namespaces, overloads, what is declared) is not looked at.
@Reports(RepeatedBindingCheck.CODE)
class RepeatedBindingCheck implements FileCheck {

    static final String CODE = "repo.script-invalid";

    private static final Set<String> TYPED = Set.of("ts", "tsx", "mts", "cts");
    private static final Set<String> LANGUAGES = Set.of("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts");
    private static final int LARGEST = 1_000_000;
    private static final int LONGEST_LINE = 5_000;
    /// What is filled in, split or cut before it is read as a script.
    private static final Pattern PROCESSED = Pattern.compile(
            "<%|\\{%|\\{\\{[#/]|(?mi:^[ \\t]{0,40}(?://|/\\*)?[ \\t]?[#@](?:if|ifdef|ifndef|else|elif|endif|filename)\\b)");
    private static final Pattern DECLARED = Pattern.compile(
            "(?m)^(?:export\\s{1,9})?(?:default\\s{1,9})?(?:abstract\\s{1,9})?(?:(?:const|let|class)\\s{1,9}([^\\s=:(){};,<]{1,200})"
                    + "|import\\b([^'\"`;=(]{1,5000}))");
    private static final Set<String> CLAUSE = Set.of("type", "as", "from", "typeof", "default");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]{0,200}");

    @Override
    public boolean reads(TreeFile file) {
        String name = file.name();
        return LANGUAGES.contains(file.ending()) && Place.isFile(file) && file.size() <= LARGEST
                && !name.contains(".min.") && !name.endsWith(".d.ts") && Place.isJudged(file.path());
    }

    @Override
    public void check(SourceFile file, Facts facts) {
        String text = file.textOrEmpty();
        if (file.hasLineOver(LONGEST_LINE) || !mayRepeat(text) || PROCESSED.matcher(text).find()) {
            return;
        }
        Declarations declarations = new Declarations(ScriptTokens.ofCertain(text), text,
                TYPED.contains(file.entry().ending()));
        if (!declarations.repeated.isEmpty()) {
            Repeated first = declarations.repeated.getFirst();
            int others = declarations.repeated.size() - 1;
            boolean merged = first.again().isImport() && declarations.typed;
            facts.finding(new Finding(CODE, merged ? Severity.MEDIUM : Severity.HIGH, file.path(),
                    file.line(first.again().offset()),
                    "declares %s, which line %d has declared already%s".formatted(first.again().name(),
                            file.line(first.before().offset()),
                            others == 0 ? "" : ", and %d more so".formatted(others))));
        }
    }

    /// @return whether some word is twice among those that lines declare at their start, so that the whole text is worth a look
    private static boolean mayRepeat(String text) {
        Set<String> words = new HashSet<>();
        for (Matcher declared = DECLARED.matcher(text); declared.find();) {
            if (declared.group(1) != null && !words.add(declared.group(1))) {
                return true;
            }
            for (Matcher word = NAME.matcher(declared.group(2) == null ? "" : declared.group(2)); word.find();) {
                if (!CLAUSE.contains(word.group()) && !words.add(word.group())) {
                    return true;
                }
            }
        }
        return false;
    }

    /// @param offset where its name stands
    private record Binding(String name, int offset, boolean isImport) {
    }

    private record Repeated(Binding before, Binding again) {
    }

    /// What the tokens of a file declare at its top level.
    private static final class Declarations {

        private final List<Token> tokens;
        private final boolean typed;
        private final Map<String, Binding> known = new HashMap<>();
        private final List<Repeated> repeated = new ArrayList<>();

        Declarations(List<Token> tokens, String text, boolean typed) {
            this.tokens = tokens;
            this.typed = typed;
            for (int i = 0; i < tokens.size(); i++) {
                int at = tokens.get(i).offset();
                if (tokens.get(i).depth() == 0 && (at == 0 || text.charAt(at - 1) == '\n')) {
                    statement(i);
                }
            }
        }

        private void statement(int i) {
            int at = i;
            while (is(at, "export") || is(at, "default") || is(at, "abstract")) {
                at++;
            }
            if (is(at, "import") && at == i) {
                imported(at + 1);
            } else if (is(at, "class")) {
                add(at + 1, false);
            } else if ((is(at, "const") && !is(at + 1, "enum") || is(at, "let"))
                    && (is(at + 2, "=") || is(at + 2, ":"))) {
                add(at + 1, false);
            }
        }

        /// `a, { b, c as d, type E } from`, `* as f from`; nothing of `type { … }`.
        private void imported(int from) {
            if (is(from, "type") && !is(from + 1, "from") && !is(from + 1, ",") || is(from, "typeof")) {
                return;
            }
            List<Integer> names = new ArrayList<>();
            for (int i = from; i < tokens.size() && !is(i, "from"); i++) {
                Token token = tokens.get(i);
                boolean separated = is(i + 1, ",") || is(i + 1, "}") || is(i + 1, "from");
                boolean type = is(i - 1, "type") || is(i - 1, "typeof")
                        || is(i - 2, "as") && is(i - 4, "type") || is(i - 1, "as") && is(i - 3, "type");
                if (token.kind() == Kind.STRING || is(i, ";") || is(i, "=") || is(i, "(") || is(i, ".")) {
                    return;
                }
                if (token.kind() == Kind.WORD && separated && !type) {
                    names.add(i);
                }
            }
            names.forEach(name -> add(name, true));
        }

        private void add(int i, boolean isImport) {
            if (i >= tokens.size() || tokens.get(i).kind() != Kind.WORD || !NAME.matcher(tokens.get(i).text()).matches()
                    || is(i, "extends") || is(i, "implements")) {
                return;
            }
            Binding binding = new Binding(tokens.get(i).text(), tokens.get(i).offset(), isImport);
            Binding before = known.putIfAbsent(binding.name(), binding);
            // what TypeScript imports may be a type, beside which a value of that name may be
            if (before != null && (!typed || before.isImport() == isImport)) {
                repeated.add(new Repeated(before, binding));
            }
        }

        private boolean is(int i, String word) {
            return i >= 0 && i < tokens.size() && tokens.get(i).is(word);
        }
    }
}
