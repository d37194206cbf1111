package ink.dreamnet.halo.web.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import org.jspecify.annotations.Nullable;

/// The Javadoc of classes and handlers, from their sources, for readers who do not see the code: without references to it, and what is null
/// there is left out on the wire.
final class Comments {

    private static final Path SOURCES = Path.of(System.getProperty("halo.basedir", "."), "src/main/java");
    private static final Pattern TAG = Pattern.compile("^\\s*@(?=[a-z])", Pattern.MULTILINE);
    private static final Pattern PARAM = Pattern.compile("param\\s+(\\w+)\\s+(.*)", Pattern.DOTALL);
    private static final Pattern REFERENCE_ONLY = Pattern.compile(",? \\(?see \\[[^]]+]\\)?");
    private static final Pattern REFERENCE = Pattern.compile("\\[(?:[\\w.]*#)?(\\w+)](?!\\()");
    /// A sentence that announces the members.
    private static final Pattern OPEN_END = Pattern.compile("[^.]*:$");
    private static final Pattern NULL = Pattern.compile("\\bnull\\b");

    /// By the binary names of classes, and of methods with the names of their parameters; of the files that were read.
    private final Map<String, String> comments = new HashMap<>();
    private final Set<Path> files = new HashSet<>();

    /// @return what a class is for; empty where its Javadoc says nothing
    String of(Class<?> type) {
        return text(TAG.split(raw(type, ""))[0]);
    }

    /// @return what the Javadoc of a record says of its components, by their names
    Map<String, String> ofComponents(Class<?> type) {
        return params(raw(type, ""));
    }

    /// @return what the Javadoc of a method says of its parameters, by their names
    Map<String, String> ofParameters(Method method) {
        return params(raw(method.getDeclaringClass(), signature(method.getName(),
                Stream.of(method.getParameters()).map(parameter -> parameter.getName()))));
    }

    private static String signature(String method, Stream<String> parameters) {
        return "#" + method + parameters.toList();
    }

    private String raw(Class<?> type, String member) {
        Path file = SOURCES.resolve(type.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java");
        if (files.add(file) && Files.exists(file)) {
            read(file);
        }
        return comments.getOrDefault(type.getName() + member, "");
    }

    private void read(Path file) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK is needed");
        try (StandardJavaFileManager sources = compiler.getStandardFileManager(null, null, null)) {
            JavacTask parser = (JavacTask) compiler.getTask(null, sources, null, List.of("-proc:none"), null,
                    sources.getJavaFileObjects(file));
            new Reader(Trees.instance(parser)).scan(parser.parse(), "");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, String> params(String comment) {
        return TAG.splitAsStream(comment).map(PARAM::matcher).filter(Matcher::matches)
                .collect(Collectors.toMap(param -> param.group(1), param -> text(param.group(2))));
    }

    private static String text(String comment) {
        String text = REFERENCE_ONLY.matcher(comment.strip()).replaceAll("");
        text = REFERENCE.matcher(text).replaceAll("`$1`");
        text = OPEN_END.matcher(text).replaceAll("");
        return NULL.matcher(text).replaceAll("absent").replaceAll("\\s+", " ").strip();
    }

    /// Keeps the comments of a file. The parameter is the name of the class around, or empty.
    private final class Reader extends TreePathScanner<@Nullable Void, String> {

        private final Trees trees;

        Reader(Trees trees) {
            this.trees = trees;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, String around) {
            String name = around.isEmpty()
                    ? getCurrentPath().getCompilationUnit().getPackageName() + "." + type.getSimpleName()
                    : around + "$" + type.getSimpleName();
            keep(name);
            return super.visitClass(type, name);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, String around) {
            keep(around + signature(method.getName().toString(), method.getParameters().stream()
                    .map(VariableTree::getName).map(Object::toString)));
            return null;
        }

        private void keep(String name) {
            String comment = trees.getDocComment(getCurrentPath());
            if (comment != null) {
                comments.put(name, comment);
            }
        }
    }
}
