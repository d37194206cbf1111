package ink.dreamnet.halo.repo.scan;

/// Thrown where a commit has more files than HALO keeps in memory.
public class TooManyFilesException extends Exception {

    TooManyFilesException(int most) {
        super("it has more than %d files or directories (halo.repo.max-files)".formatted(most));
    }
}
