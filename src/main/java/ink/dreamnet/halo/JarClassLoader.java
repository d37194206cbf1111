package ink.dreamnet.halo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Loads HALO and its libraries from the runnable jar, by an index of the folders that each of its jars has. Spring Boot's own loader asks one
/// jar after the other for every class and file, which with 150 of them is a fifth of a start.
///
/// The jar's manifest names it (`Loader-ClassLoader`), Boot's launcher makes it. It has the class path of that launcher's loader, in the same
/// order: first of all what lies outside of the jar, in `optional/`, which [URLClassLoader] finds.
final class JarClassLoader extends URLClassLoader {

    /// What Boot starts instead of HALO with `-Djarmode=…`: it needs Boot's loader.
    private static final String JAR_MODE = "jarmode";
    private static final Pattern VERSIONS = Pattern.compile("^META-INF/versions/\\d+/");

    private final URL[] all;
    private final Map<String, List<Jar>> jars = new HashMap<>();

    static {
        registerAsParallelCapable();
    }

    private record Jar(URL url, JarFile file) {
    }

    /// @param launched Boot's loader: a [URLClassLoader] of the jars and folders of the class path
    JarClassLoader(ClassLoader launched) {
        this(System.getProperty(JAR_MODE) == null ? ((URLClassLoader) launched).getURLs() : new URL[0],
                System.getProperty(JAR_MODE) == null ? launched.getParent() : launched);
    }

    private JarClassLoader(URL[] all, @Nullable ClassLoader parent) {
        super("halo", Arrays.stream(all).filter(url -> !isInside(url)).toArray(URL[]::new), parent);
        this.all = all;
        Arrays.stream(all).filter(JarClassLoader::isInside).forEach(this::index);
    }

    private static boolean isInside(URL url) {
        return url.getProtocol().equals("jar");
    }

    private void index(URL url) {
        try {
            Jar jar = new Jar(url, ((JarURLConnection) url.openConnection()).getJarFile());
            jar.file().stream().map(entry -> folder(entry.getName())).distinct()
                    .forEach(folder -> jars.computeIfAbsent(folder, _ -> new ArrayList<>(1)).add(jar));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// @return the folder that the file or folder is in
    private static String folder(String name) {
        String file = name.startsWith("META-INF/versions/") ? VERSIONS.matcher(name).replaceFirst("") : name;
        return file.substring(0, Math.max(0, file.lastIndexOf('/', file.length() - 2)));
    }

    private List<Jar> with(String name) {
        return jars.getOrDefault(folder(name), List.of());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/').concat(".class");
        if (super.findResource(path) != null) {
            return super.findClass(name);
        }
        for (Jar jar : with(path)) {
            JarEntry entry = jar.file().getJarEntry(path);
            if (entry != null) {
                return define(name, jar, entry);
            }
        }
        throw new ClassNotFoundException(name);
    }

    private Class<?> define(String name, Jar jar, JarEntry entry) throws ClassNotFoundException {
        try (InputStream in = jar.file().getInputStream(entry)) {
            byte[] code = in.readAllBytes();
            definePackage(name.substring(0, Math.max(0, name.lastIndexOf('.'))), jar);
            return defineClass(name, code, 0, code.length, new CodeSource(jar.url(), (CodeSigner[]) null));
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }

    private void definePackage(String name, Jar jar) throws IOException {
        if (getDefinedPackage(name) != null) {
            return;
        }
        try {
            var manifest = jar.file().getManifest();
            if (manifest == null) {
                definePackage(name, null, null, null, null, null, null, null);
            } else {
                definePackage(name, manifest, jar.url());
            }
        } catch (IllegalArgumentException _) {
            // another thread was first
        }
    }

    @Override
    public @Nullable URL findResource(String name) {
        URL inFolder = super.findResource(name);
        return inFolder != null
                ? inFolder
                : with(name).stream().filter(jar -> jar.file().getEntry(name) != null).findFirst()
                        .map(jar -> url(jar, name)).orElse(null);
    }

    @Override
    public Enumeration<URL> findResources(String name) throws IOException {
        List<URL> found = Collections.list(super.findResources(name));
        with(name).stream().filter(jar -> jar.file().getEntry(name) != null).map(jar -> url(jar, name))
                .forEach(found::add);
        return Collections.enumeration(found);
    }

    /// @return the whole class path: Spring looks for files of unknown folders in all of it
    @Override
    public URL[] getURLs() {
        return all.clone();
    }

    /// @return the part of the class path that lies outside of the runnable jar
    URL[] outside() {
        return super.getURLs();
    }

    private static URL url(Jar jar, String name) {
        try {
            return URL.of(URI.create(jar.url() + new URI(null, null, "/" + name, null).getRawPath().substring(1)),
                    null);
        } catch (URISyntaxException | MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
