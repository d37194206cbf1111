package ink.dreamnet.halo.core.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Texts;
import org.jspecify.annotations.Nullable;

/// Says which files may be read for whoever named them, and reads them. What configuration names may be anywhere ([#ANY]); what came over
/// the API lies below an allow-list, whatever links lead there, and is not HALO's own ([OwnFiles]).
///
/// Nothing outside the list is looked at to find that out, not even at the end of a link, so that no answer tells what there is. What is
/// opened is what was checked: links are followed here, one by one, and none is followed afterwards.
public final class AllowedFiles {

    /// Every file, for what configuration names.
    public static final AllowedFiles ANY = new AllowedFiles("", null, Stream::empty);

    /// The longest path of Linux, `PATH_MAX`, in characters.
    private static final int LONGEST_PATH = 4096;
    /// As many as Linux follows, path_resolution(7).
    private static final int MOST_LINKS = 40;
    /// What a process and its machine say of themselves, secrets among it.
    private static final List<Path> OF_THE_SYSTEM = Stream.of("/proc", "/sys", "/dev").map(Path::of).toList();
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final String setting;
    private final @Nullable List<Path> directories;
    private final Supplier<Stream<Path>> own;

    /// @param setting the property that has the list, for messages
    /// @param directories what may be read with all below; null: everything
    /// @param own what may not be read all the same
    AllowedFiles(String setting, @Nullable List<Path> directories, Supplier<Stream<Path>> own) {
        this.setting = setting;
        this.directories = directories == null ? null : directories.stream().map(AllowedFiles::absolute).toList();
        this.own = own;
    }

    /// @return another list, with the same exceptions
    public AllowedFiles below(String otherSetting, List<Path> others) {
        return new AllowedFiles(otherSetting, others, own);
    }

    /// A path without links, and the directory of the list that it lies in.
    private record Place(Path directory, Path path) {
    }

    /// @return the real path of a file or directory
    /// @throws FileRefusedException where it may not be read
    /// @throws IOException where there is none, or it cannot be reached
    public Path resolve(Path named) throws IOException {
        return directories == null ? named.toRealPath() : find(named, directories).path();
    }

    /// Refuses a definition that names what may not be read. Whether it is there is not asked.
    ///
    /// @param field the field that names it
    /// @throws InvalidInputException where it may not be read
    public void require(String field, Path named) {
        Texts.check(field, named.toString(), LONGEST_PATH);
        if (directories == null) {
            return;
        }
        try {
            find(named, directories);
        } catch (FileRefusedException refused) {
            throw new InvalidInputException(field, "'%s' %s".formatted(named, refused.reason()));
        } catch (IOException absent) {
            // it may come
        }
    }

    /// @param most how many bytes it may have
    /// @return the bytes of a file
    /// @throws FileRefusedException where it may not be read
    /// @throws IOException where it is not a regular file, is larger, or cannot be read
    public byte[] read(Path named, int most) throws IOException {
        RegularFiles.check(resolve(named));
        try (InputStream in = open(named)) {
            return RegularFiles.read(in, most);
        }
    }

    /// Opens a file, which must be known to be a regular one.
    ///
    /// @throws FileRefusedException where it may not be read
    public InputStream open(Path named) throws IOException {
        if (directories == null) {
            return Files.newInputStream(named);
        }
        Place place = find(named, directories);
        Path rest = place.directory().relativize(place.path());
        List<DirectoryStream<Path>> opened = new ArrayList<>();
        try {
            DirectoryStream<Path> at = Files.newDirectoryStream(place.directory());
            opened.add(at);
            for (int i = 0; i < rest.getNameCount() - 1; i++) {
                if (!(at instanceof SecureDirectoryStream<Path> held)) {
                    break;
                }
                at = held.newDirectoryStream(rest.getName(i), LinkOption.NOFOLLOW_LINKS);
                opened.add(at);
            }
            SeekableByteChannel file = at instanceof SecureDirectoryStream<Path> held
                    ? held.newByteChannel(rest.getFileName(), READ)
                    : Files.newByteChannel(place.path(), READ);
            return Channels.newInputStream(file);
        } finally {
            for (DirectoryStream<Path> each : opened) {
                each.close();
            }
        }
    }

    private Place find(Path named, List<Path> allowed) throws IOException {
        if (named.toString().length() > LONGEST_PATH) {
            throw new FileSystemException(Texts.shortened(named.toString(), LONGEST_PATH), null, "File name too long");
        }
        List<Path> never = never();
        Place place = begin(absolute(named), allowed, never);
        Path at = place.directory();
        Path rest = at.relativize(place.path());
        int links = 0;
        while (!rest.toString().isEmpty()) {
            Path next = at.resolve(rest.getName(0));
            rest = rest.getNameCount() == 1 ? Path.of("") : rest.subpath(1, rest.getNameCount());
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new FileSystemLoopException(named.toString());
            }
            place = begin(at.resolve(Files.readSymbolicLink(next)).resolve(rest).normalize(), allowed, never);
            at = place.directory();
            rest = at.relativize(place.path());
        }
        Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        // under another name, or in other letters where the file system does not tell them apart
        Set<Object> keys = never.stream().map(AllowedFiles::key).filter(Objects::nonNull).collect(Collectors.toSet());
        for (Path above = at; above != null; above = above.getParent()) {
            if (keys.contains(key(above))) {
                throw new FileRefusedException(setting);
            }
        }
        return new Place(place.directory(), at);
    }

    /// Judges a path by its name.
    ///
    /// @return it below the real path of its directory
    private Place begin(Path path, List<Path> allowed, List<Path> never) throws IOException {
        Path directory = null;
        Path rest = path;
        for (Path each : allowed) {
            Path real = real(each);
            Path from = path.startsWith(each) ? each : real;
            if (path.startsWith(from) && (directory == null || real.getNameCount() > directory.getNameCount())) {
                directory = real;
                rest = from.relativize(path);
            }
        }
        if (directory == null) {
            throw new FileRefusedException(setting);
        }
        Path below = directory.resolve(rest).normalize();
        if (never.stream().anyMatch(none -> path.startsWith(none) || below.startsWith(none))) {
            throw new FileRefusedException(setting);
        }
        return new Place(directory, below);
    }

    private List<Path> never() {
        List<Path> never = new ArrayList<>(OF_THE_SYSTEM);
        own.get().map(AllowedFiles::absolute).forEach(path -> {
            never.add(path);
            never.add(real(path));
        });
        return never;
    }

    /// @return what is the same for a file under all its names; null where there is none
    private static @Nullable Object key(Path path) {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            // Windows has none, but gives the real path as the file is written
            return key == null ? path.toRealPath() : key;
        } catch (IOException absent) {
            return null;
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException absent) {
            return path;
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
