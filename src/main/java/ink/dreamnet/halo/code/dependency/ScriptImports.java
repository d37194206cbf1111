package ink.dreamnet.halo.code.dependency;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import ink.dreamnet.halo.code.dependency.ScriptTokens.Kind;
import ink.dreamnet.halo.code.dependency.ScriptTokens.Token;
import org.jspecify.annotations.Nullable;

/// Finds what a JavaScript or TypeScript file imports: `import`, `export … from`, `import('…')`, `require('…')`. What may fail
/// by intention (inside of a `try` whose failure is not thrown again, followed by `.catch`, mocked, excused by a comment, one of the ways in which a UMD wrapper comes to its
/// dependencies) is left out.
final class ScriptImports {

    private static final Set<String> MOCKS = Set.of("mock", "doMock", "unmock", "setMock", "unstable_mockModule");

    private final List<Token> tokens;
    private final TriedTokens tried;
    private final List<Token> found = new ArrayList<>();
    private final Set<String> mocked = new HashSet<>();
    private boolean ownRequire;
    private boolean umd;

    private ScriptImports(List<Token> tokens) {
        this.tokens = tokens;
        this.tried = new TriedTokens(tokens);
    }

    /// @return the strings, in the order of the file
    static List<Token> in(String text) {
        ScriptImports imports = new ScriptImports(ScriptTokens.of(text));
        imports.learn();
        imports.scan();
        imports.found.removeIf(token -> token.excused() || imports.mocked.contains(token.text()));
        return imports.found;
    }

    private void learn() {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is("require")) {
                boolean passed = (is(i - 1, "(") || is(i - 1, ",")) && (is(i + 1, ",") || is(i + 1, ")"));
                boolean assigned = is(i + 1, "=") && !is(i + 2, "=")
                        && !(is(i + 2, "createRequire") && is(i + 4, "import"));
                boolean declared = is(i - 1, "function") || is(i - 1, "import");
                ownRequire |= passed || assigned || declared;
            }
            umd |= tokens.get(i).is("define") && is(i + 1, ".") && is(i + 2, "amd");
            if (tokens.get(i).kind() == Kind.WORD && MOCKS.contains(tokens.get(i).text()) && is(i - 1, ".")
                    && is(i + 1, "(") && kind(i + 2) == Kind.STRING) {
                mocked.add(tokens.get(i + 2).text());
            }
        }
    }

    private void scan() {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.kind() != Kind.WORD || is(i - 1, ".")) {
                continue;
            }
            switch (token.text()) {
                case "import" -> imported(i);
                case "export" -> exported(i);
                case "require" -> {
                    boolean handedOver = umd && (is(i - 1, "(") || is(i - 1, ","));
                    if (!ownRequire && !handedOver && !is(i - 1, "function")) {
                        called(i);
                    }
                }
                default -> {
                }
            }
        }
    }

    private void imported(int i) {
        if (is(i + 1, "(")) {
            called(i);
        } else if (beginsStatement(i)) {
            if (kind(i + 1) == Kind.STRING) {
                add(i, i + 1);
            } else {
                from(i, i + 1);
            }
        }
    }

    private void exported(int i) {
        int next = is(i + 1, "type") ? i + 2 : i + 1;
        if (beginsStatement(i) && (is(next, "*") || is(next, "{"))) {
            from(i, next);
        }
    }

    /// Reads the bindings of an import or export and then `from '…'`.
    private void from(int statement, int first) {
        int depth = tokens.get(statement).depth();
        for (int i = first; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean binding = token.kind() == Kind.WORD || token.kind() == Kind.STRING && token.depth() > depth
                    || token.is("{") || token.is("}") || token.is(",") || token.is("*");
            if (token.is("from") && kind(i + 1) == Kind.STRING && token.depth() == depth) {
                add(statement, i + 1);
                return;
            }
            if (!binding || i > first && token.depth() == depth && (token.is("import") || token.is("export"))) {
                return;
            }
        }
    }

    /// `require('…')` or `import('…')`, where a failure is not caught.
    private void called(int i) {
        boolean call = is(i + 1, "(") && kind(i + 2) == Kind.STRING
                && (is(i + 3, ")") || is(i + 3, ",") && is(i, "import"));
        if (call && !tried.mayFail(i) && !isCaught(i)) {
            add(i, i + 2);
        }
    }

    /// @return whether calls are chained to the one at an index of which one handles its failure: `.catch(…)`, `.then(…, …)`
    private boolean isCaught(int call) {
        int depth = tokens.get(call).depth();
        boolean inThen = false;
        for (int i = call + 4; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean link = token.depth() > depth || token.is(".") || token.is("(") || token.is(")") || is(i - 1, ".");
            if (token.depth() < depth || !link) {
                return false;
            }
            if (token.depth() == depth && is(i - 1, ".")) {
                inThen = token.is("then");
                if (token.is("catch")) {
                    return true;
                }
            }
            if (inThen && token.depth() == depth + 1 && token.is(",") && !is(i + 1, ")")) {
                return true;
            }
        }
        return false;
    }

    private void add(int statement, int string) {
        if (!tokens.get(statement).excused()) {
            found.add(tokens.get(string));
        }
    }

    /// Text of JSX may look like an import as well, but is deeper inside or follows a `>`.
    private boolean beginsStatement(int i) {
        if (tokens.get(i).depth() > 0) {
            return false;
        }
        Token before = i == 0 ? null : tokens.get(i - 1);
        return before == null || before.kind() != Kind.MARK || before.is(";") || before.is("}") || before.is(")")
                || before.is("]");
    }

    private boolean is(int i, String text) {
        return i >= 0 && i < tokens.size() && tokens.get(i).is(text);
    }

    private @Nullable Kind kind(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i).kind() : null;
    }
}
