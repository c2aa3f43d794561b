package dev.codex.tools.files;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Opens pictures with the JDK's own readers. Apart from {@link Picture}, because it needs the
 * module {@code java.desktop}; no window system is touched.
 */
final class PictureScaler {

  private PictureScaler() {}

  /** The same picture, if all of it can be read. */
  static Picture checked(Picture picture) {
    read(picture, 1);
    return picture;
  }

  /** The picture in another size, as PNG. */
  static Picture scaled(Picture picture, PictureSize size) {
    int step = Math.max(1, picture.size().width() / (2 * size.width()));
    BufferedImage image = averaged(read(picture, step), size);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, "png", stream)) {
        throw Picture.invalid();
      }
    } catch (IOException e) {
      throw Picture.invalid();
    }
    return new Picture(out.toByteArray(), ImageFormat.PNG, size);
  }

  /** Reads every n-th pixel of every n-th line. */
  private static BufferedImage read(Picture picture, int step) {
    Iterator<ImageReader> readers =
        ImageIO.getImageReadersByMIMEType(picture.format().mediaType());
    if (!readers.hasNext()) {
      throw Picture.invalid();
    }
    ImageReader reader = readers.next();
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(picture.bytes()))) {
      reader.setInput(in);
      ImageReadParam parameters = reader.getDefaultReadParam();
      parameters.setSourceSubsampling(step, step, 0, 0);
      return reader.read(0, parameters);
    } catch (IIOException | RuntimeException e) {
      throw Picture.invalid(); // readers of damaged files throw whatever comes to them
    } catch (IOException e) {
      throw Picture.invalid();
    } finally {
      reader.dispose();
    }
  }

  /** Each new pixel is the mean of those it stands for. */
  private static BufferedImage averaged(BufferedImage image, PictureSize size) {
    if (image.getWidth() == size.width() && image.getHeight() == size.height()) {
      return image;
    }
    boolean alpha = image.getColorModel().hasAlpha();
    BufferedImage result = new BufferedImage(
        size.width(),
        size.height(),
        alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    int[] row = new int[size.width()];
    for (int y = 0; y < size.height(); y++) {
      int top = (int) ((long) y * image.getHeight() / size.height());
      int bottom = (int) Math.max(top + 1, (y + 1L) * image.getHeight() / size.height());
      int[] source =
          image.getRGB(0, top, image.getWidth(), bottom - top, null, 0, image.getWidth());
      for (int x = 0; x < size.width(); x++) {
        row[x] = mean(source, image.getWidth(), x, size.width());
      }
      result.setRGB(0, y, size.width(), 1, row, 0, size.width());
    }
    return result;
  }

  private static int mean(int[] source, int width, int x, int newWidth) {
    int left = (int) ((long) x * width / newWidth);
    int right = (int) Math.max(left + 1, (x + 1L) * width / newWidth);
    long alpha = 0;
    long red = 0;
    long green = 0;
    long blue = 0;
    int count = 0;
    for (int line = 0; line < source.length; line += width) {
      for (int at = line + left; at < line + right; at++) {
        int pixel = source[at];
        alpha += pixel >>> 24;
        red += pixel >> 16 & 0xff;
        green += pixel >> 8 & 0xff;
        blue += pixel & 0xff;
        count++;
      }
    }
    return (int) (alpha / count << 24 | red / count << 16 | green / count << 8 | blue / count);
  }
}
