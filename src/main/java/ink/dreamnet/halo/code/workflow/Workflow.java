package ink.dreamnet.halo.code.workflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import ink.dreamnet.halo.code.Place;
import ink.dreamnet.halo.code.SourceFile;
import ink.dreamnet.halo.code.TreeFile;
import ink.dreamnet.halo.code.format.Item;

/// A workflow of GitHub as it is written (Workflow syntax for GitHub Actions).
///
/// @param file where it is
/// @param root what it says
record Workflow(SourceFile file, Item root) {

    /// `${{ … }}`, or the whole of an `if`.
    ///
    /// @param text without its literals, so that what stands there is a name
    /// @param written as it is
    /// @param line where it is
    record Expression(String text, String written, int line) {
    }

    private static final String OPENS = "${{";
    private static final String CLOSES = "}}";
    private static final int LONGEST = 1000;
    private static final Pattern LITERAL = Pattern.compile("'[^']{0,1000}'");
    private static final long LARGEST = 512 * 1024;
    private static final int DEEPEST = 40;

    static boolean isRead(TreeFile file) {
        return Place.isWorkflow(file.path()) && file.size() <= LARGEST && Place.isFile(file);
    }

    static Workflow of(SourceFile file) {
        return new Workflow(file, file.yaml().content());
    }

    String path() {
        return file.path();
    }

    Map<String, Item> jobs() {
        return root.get("jobs").entries();
    }

    /// @return the names of the events that start it
    Set<String> triggers() {
        Item on = root.get("on");
        Set<String> names = new HashSet<>(on.entries().keySet());
        on.texts().forEach(event -> names.add(event.text("")));
        if (on.text() != null) {
            names.add(on.text(""));
        }
        return names;
    }

    /// @return the jobs that one waits for
    static List<Item> needs(Item job) {
        Item needs = job.get("needs");
        return needs.text() == null ? needs.texts() : List.of(needs);
    }

    /// @return whether it never runs, or may fail
    static boolean isOff(Item item) {
        return item.get("if").isFalse() || item.get("if").text("").strip().equals("false")
                || item.get("continue-on-error").isTrue();
    }

    /// @return what an action is given
    static String with(Item step, String input) {
        return step.get("with", input).text("").strip();
    }

    /// Hands over every expression of an element.
    static void expressions(Item item, Consumer<Expression> to) {
        expressions(item, false, 0, to);
    }

    private static void expressions(Item item, boolean whole, int depth, Consumer<Expression> to) {
        if (depth > DEEPEST) {
            return;
        }
        String text = item.text("");
        if (whole && !text.contains("${{")) {
            to.accept(expression(text, item.line()));
        }
        inText(item, text, to);
        item.items().forEach(each -> expressions(each, false, depth + 1, to));
        item.entries().forEach((key, value) -> expressions(value, key.equals("if"), depth + 1, to));
    }

    private static void inText(Item item, String text, Consumer<Expression> to) {
        // a text with line breaks begins below its key
        int line = item.line() + (text.indexOf('\n') >= 0 ? 1 : 0);
        int counted = 0;
        int end = 0;
        for (int start = text.indexOf(OPENS); start >= 0; start = text.indexOf(OPENS, start)) {
            int from = start + OPENS.length();
            // one end is looked for once, however many may begin before it
            end = end < from ? text.indexOf(CLOSES, from) : end;
            if (end < 0) {
                return;
            }
            boolean whole = end > from && end - from <= LONGEST;
            if (whole) {
                for (; counted < start; counted++) {
                    line += text.charAt(counted) == '\n' ? 1 : 0;
                }
                to.accept(expression(text.substring(from, end), line));
            }
            start = whole ? end + CLOSES.length() : from;
        }
    }

    private static Expression expression(String written, int line) {
        return new Expression(LITERAL.matcher(written).replaceAll("''"), written, line);
    }

    /// @return the conditions of a job and one of its steps
    static String conditions(Item job, Item step) {
        return String.join(" ", new ArrayList<>(List.of(job.get("if").text(""), step.get("if").text(""))));
    }
}
