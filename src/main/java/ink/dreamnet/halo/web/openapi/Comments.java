package ink.dreamnet.halo.web.openapi;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.github.therapi.runtimejavadoc.Comment;
import com.github.therapi.runtimejavadoc.CommentFormatter;
import com.github.therapi.runtimejavadoc.ParamJavadoc;
import com.github.therapi.runtimejavadoc.RuntimeJavadoc;

/// The Javadoc of classes and handlers, which the build keeps beside them, for readers who do not see the code: without references to it,
/// and what is null there is left out on the wire.
final class Comments {

    private static final CommentFormatter FORMAT = new CommentFormatter();
    private static final Pattern REFERENCE_ONLY = Pattern.compile(",? \\(?see \\[[^]]+]\\)?");
    private static final Pattern REFERENCE = Pattern.compile("\\[(?:[\\w.]*#)?(\\w+)](?!\\()");
    /// A sentence that announces the members.
    private static final Pattern OPEN_END = Pattern.compile("(?<![^.])[^.]*:$");
    private static final Pattern NULL = Pattern.compile("\\bnull\\b");

    private Comments() {
    }

    /// @return what a class is for; empty where its Javadoc says nothing
    static String of(Class<?> type) {
        return text(RuntimeJavadoc.getJavadoc(type).getComment());
    }

    /// @return what the Javadoc of a record says of its components, by their names
    static Map<String, String> ofComponents(Class<?> type) {
        return byName(RuntimeJavadoc.getJavadoc(type).getRecordComponents());
    }

    /// @return what the Javadoc of a method says of its parameters, by their names
    static Map<String, String> ofParameters(Method method) {
        return byName(RuntimeJavadoc.getJavadoc(method).getParams());
    }

    private static Map<String, String> byName(List<ParamJavadoc> params) {
        return params.stream().collect(Collectors.toMap(ParamJavadoc::getName, one -> text(one.getComment())));
    }

    private static String text(Comment comment) {
        String text = FORMAT.format(comment).strip();
        text = REFERENCE_ONLY.matcher(text).replaceAll("");
        text = REFERENCE.matcher(text).replaceAll("`$1`");
        text = OPEN_END.matcher(text).replaceAll("");
        return NULL.matcher(text).replaceAll("absent").replaceAll("\\s+", " ").strip();
    }
}
