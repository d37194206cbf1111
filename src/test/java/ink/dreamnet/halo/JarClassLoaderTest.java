package ink.dreamnet.halo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JarClassLoaderTest {

    private static final String CLASS = JarClassLoader.class.getName();
    private static final String CLASS_FILE = CLASS.replace('.', '/') + ".class";

    @TempDir
    private Path folder;
    private URL first;
    private URL second;
    private JarClassLoader loader;

    @BeforeEach
    void load() throws IOException {
        byte[] code;
        try (InputStream in = JarClassLoader.class.getResourceAsStream("JarClassLoader.class")) {
            code = in.readAllBytes();
        }
        first = jar("first", Map.of(CLASS_FILE, code, "a/", new byte[0], "a/text #1", bytes("first")));
        second = jar("second", Map.of(CLASS_FILE, code, "a/text #1", bytes("second"), "b.txt", bytes("b"),
                "c/", new byte[0]));
        Files.writeString(folder.resolve("b.txt"), "in the folder");
        loader = new JarClassLoader(new URLClassLoader(new URL[]{first, second, folder.toUri().toURL()},
                ClassLoader.getPlatformClassLoader()));
    }

    private URL jar(String version, Map<String, byte[]> files) throws IOException {
        Path jar = folder.resolve(version + ".jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (var entry : files.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return URI.create("jar:" + jar.toUri() + "!/").toURL();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aClassIsOfTheFirstJarThatHasIt() throws ClassNotFoundException {
        Class<?> loaded = loader.loadClass(CLASS);

        assertThat(loaded.getClassLoader()).isSameAs(loader);
        assertThat(loaded.getPackage().getImplementationVersion()).isEqualTo("first");
        assertThat(loaded.getProtectionDomain().getCodeSource().getLocation()).isEqualTo(first);
        assertThatThrownBy(() -> loader.loadClass(CLASS + "s")).isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> loader.loadClass("Unpackaged")).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void filesAreFoundInTheOrderOfTheClassPath() throws IOException {
        assertThat(text(loader.getResource("a/text #1"))).isEqualTo("first");
        assertThat(Collections.list(loader.getResources("a/text #1"))).hasSize(2).last()
                .satisfies(url -> assertThat(text(url)).isEqualTo("second"));
        assertThat(loader.getResource("a/")).hasToString(first + "a/");
        assertThat(loader.getResource("a/none")).isNull();
        assertThat(loader.getURLs()).startsWith(first, second);
    }

    @Test
    void aFolderOfTheClassPathCountsBeforeTheJars() throws IOException {
        assertThat(text(loader.getResource("b.txt"))).isEqualTo("in the folder");
        assertThat(Collections.list(loader.getResources("b.txt"))).hasSize(2);
    }
}
