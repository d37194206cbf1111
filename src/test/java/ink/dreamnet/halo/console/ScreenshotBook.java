package ink.dreamnet.halo.console;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;

/// Takes the pictures of `docs/console.md`, with `-Dhalo.docs=write` only: each screen light and dark, wide and as a phone shows it.
final class ScreenshotBook {

    static final boolean WRITTEN = System.getProperty("halo.docs", "").equals("write");
    private static final Path FOLDER = Path.of(System.getProperty("halo.basedir", "."), "docs/images/console");
    /// Enough for letters with soft edges, and a third of the size of a picture with all colours.
    private static final int COLOURS = 64;

    private ScreenshotBook() {
    }

    /// @param screen the name of the screen, and of its files
    /// @param size `wide` or `phone`
    static void take(Page page, String screen, String size) {
        if (!WRITTEN) {
            return;
        }
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            String name = "%s-%s%s.png".formatted(screen, size, scheme == ColorScheme.DARK ? "-dark" : "");
            try {
                Files.createDirectories(FOLDER);
                ImageIO.write(small(ImageIO.read(new ByteArrayInputStream(page.screenshot()))), "png",
                        FOLDER.resolve(name).toFile());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /// @return the picture in its most frequent colours, every other one replaced by the nearest of them
    private static BufferedImage small(BufferedImage full) {
        int[] pixels = full.getRGB(0, 0, full.getWidth(), full.getHeight(), null, 0, full.getWidth());
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel, 1, Integer::sum);
        }
        int[] palette = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(COLOURS).mapToInt(Map.Entry::getKey).toArray();
        Map<Integer, Integer> nearest = new HashMap<>();
        BufferedImage small = new BufferedImage(full.getWidth(), full.getHeight(), BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(Byte.SIZE, palette.length, palette, 0, false, -1, 0));
        for (int i = 0; i < pixels.length; i++) {
            int colour = nearest.computeIfAbsent(pixels[i], pixel -> nearest(pixel, palette));
            small.getRaster().setSample(i % full.getWidth(), i / full.getWidth(), 0, colour);
        }
        return small;
    }

    private static int nearest(int pixel, int[] palette) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < palette.length; i++) {
            int red = (pixel >> 16 & 0xff) - (palette[i] >> 16 & 0xff);
            int green = (pixel >> 8 & 0xff) - (palette[i] >> 8 & 0xff);
            int blue = (pixel & 0xff) - (palette[i] & 0xff);
            int distance = red * red + green * green + blue * blue;
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }
}
