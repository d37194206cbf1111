package ink.dreamnet.halo.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles Java source texts into a plug-in jar, as a user would.
final class PluginJar {

    private static final Pattern CODE = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("^(?:public )?class (\\w+)", Pattern.MULTILINE);

    private PluginJar() {
    }

    /// @return the Java code blocks of CONTRIBUTING.md
    static List<String> recipes() throws IOException {
        return blocks("CONTRIBUTING.md").stream().filter(block -> block.startsWith("package ")).toList();
    }

    /// @return the Java code blocks of a page of the repository
    static List<String> blocks(String page) throws IOException {
        return CODE.matcher(read(page)).results().map(block -> block.group(1)).toList();
    }

    /// @param file its path in the repository
    static String read(String file) throws IOException {
        return Files.readString(Path.of(System.getProperty("halo.basedir", "."), file));
    }

    /// @param into the directory for the class files
    /// @param sources compilation units with one top-level class each
    static void compile(Path into, List<String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach(source -> units.add(new Source(source)));
        boolean compiled = compiler
                .getTask(messages, null, null, List.of("-d", into.toString(), "-cp", System.getProperty(
                        "java.class.path"), "-proc:none"), null, units)
                .call();
        if (!compiled) {
            throw new IllegalStateException(messages.toString());
        }
    }

    /// @param file the jar to write
    /// @param classes the directory that becomes its content
    static void pack(Path file, Path classes) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path type : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(type).toString()));
                Files.copy(type, jar);
            }
        }
    }

    private static String first(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        if (!matcher.find()) {
            throw new IllegalArgumentException(source);
        }
        return matcher.group(1);
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String text) {
            super(URI.create("string:///" + first(PACKAGE, text).replace('.', '/') + "/" + first(TYPE, text) + ".java"),
                    Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
