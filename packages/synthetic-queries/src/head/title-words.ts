/** The words of a text in order, in lower case, letters and digits only, apostrophes and hyphens within kept. */
export function words(text: string): readonly string[] {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}]+)*/gu) ?? []
  );
}
