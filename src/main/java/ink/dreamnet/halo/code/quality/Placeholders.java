package ink.dreamnet.halo.code.quality;

import java.util.regex.Pattern;

/// Finds what a build or a template engine replaces before anyone parses the file.
public final class Placeholders {

    /// Mustache and Go, Jinja, ERB and JSP, FreeMarker, ant-style `@name@`, `%%NAME%%` and `%{NAME}`. `${{ }}` is left out: GitHub's
    /// workflows are YAML with it.
    private static final Pattern ANYWHERE = Pattern.compile(
            "(?<!\\$)\\{\\{|\\{%|<%|<#|@[A-Za-z_][\\w.-]{0,60}@|%%[A-Z_]{2,40}%%|%\\{[A-Z_]{2,40}\\}");
    private static final Pattern ON_A_LINE = Pattern.compile(
            "\\{\\{|\\{%|<%|<#|[$#%]\\{|\\$\\(|\\$[A-Za-z_]|@[A-Za-z_][\\w.-]{0,60}@|%%|__[A-Z_]+__|<[A-Za-z_ -]+>|\\.\\.\\.|…");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?[A-Za-z_]");
    private static final Pattern STRING = Pattern.compile("\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"");
    private static final int LONGEST_LINE = 500;

    private Placeholders() {
    }

    /// @return whether a file begins with what a site generator (Jekyll, Hugo) takes for settings of a page that it makes
    static boolean isPage(String text) {
        return text.startsWith("---\n") || text.startsWith("---\r\n");
    }

    public static boolean standIn(String text) {
        return ANYWHERE.matcher(text).find();
    }

    /// @return whether one stands outside of strings, as none does in a file that is read as it is
    public static boolean standOutsideStrings(String text) {
        return ANYWHERE.matcher(STRING.matcher(text).replaceAll("\"\"")).find();
    }

    /// @param json a text that is no JSON
    /// @return whether it is the template of one: `$name` or `${name}` stands outside of strings
    public static boolean variablesStandOutsideStrings(String json) {
        return VARIABLE.matcher(STRING.matcher(json).replaceAll("\"\"")).find();
    }

    /// @return whether one stands outside of a string in the line of an offset, or in the line before it
    static boolean standNear(String text, int offset) {
        int at = Math.min(offset, text.length());
        int from = text.lastIndexOf('\n', Math.max(0, text.lastIndexOf('\n', at - 1) - 1)) + 1;
        int newline = text.indexOf('\n', at);
        int to = newline < 0 ? text.length() : newline;
        String lines = text.substring(Math.max(from, at - LONGEST_LINE), Math.min(to, at + LONGEST_LINE));
        return ON_A_LINE.matcher(STRING.matcher(lines).replaceAll("\"\"")).find();
    }
}
