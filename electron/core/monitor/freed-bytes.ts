/** An image with the digests of its layers, the base first. */
export interface LayeredImage {
  id: string;
  layers: readonly string[];
  /** The sizes of its history's steps, the base first; a step that changed no file has none. May be left out of what stays. */
  sizes: readonly number[];
}

/**
 * How many bytes each of the images that go gives back: layers that a staying image stands on stay, and a layer that
 * several going images share is counted once, with the first of them. A layer is the same only on the same layers below.
 */
export function toFreedBytes(images: readonly LayeredImage[], going: ReadonlySet<string>): Map<string, number> {
  const chains = ({ layers }: LayeredImage) => layers.map((_, index) => layers.slice(0, index + 1).join(" "));
  const counted = new Set(images.filter(({ id }) => !going.has(id)).flatMap(chains));
  const freed = new Map<string, number>();
  for (const image of images) {
    if (!going.has(image.id)) continue;
    const sizes = toLayerSizes(image);
    let bytes = 0;
    for (const [index, chain] of chains(image).entries()) {
      if (counted.has(chain)) continue;
      counted.add(chain);
      bytes += sizes[index] ?? 0;
    }
    freed.set(image.id, bytes);
  }
  return freed;
}

/** The history also has steps without a layer, all of size 0; layers of size 0 are rare and cost nothing to mistake. */
function toLayerSizes({ layers, sizes }: LayeredImage): number[] {
  const nonEmpty = sizes.filter((size) => size > 0);
  return nonEmpty.length >= layers.length ? nonEmpty.slice(-layers.length) : nonEmpty;
}
