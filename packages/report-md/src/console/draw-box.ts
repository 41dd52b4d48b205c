/** The lines a box is drawn with. */
export type BoxFrame = "single" | "double" | "ascii";

/**
 * One part of a box: rows of cells that are already padded to `widths`. Parts may have different
 * columns, but widths and separators of each add up to the same.
 */
export interface BoxSection {
  /** Columns of each cell. */
  readonly widths: readonly number[];
  /** Rows of cells. */
  readonly rows: readonly (readonly string[])[];
}

/** Characters by what they join: bit 1 = up, bit 2 = down; then left end, middle, right end. */
interface FrameCharacters {
  readonly across: string;
  readonly along: string;
  readonly top: readonly [string, string];
  readonly middle: readonly [string, string];
  readonly bottom: readonly [string, string];
  /** Joint of a rule with: nothing, a line above, a line below, both. */
  readonly joints: readonly [string, string, string, string];
}

const frames: Readonly<Record<BoxFrame, FrameCharacters>> = {
  double: {
    across: "═",
    along: "║",
    top: ["╔", "╗"],
    middle: ["╠", "╣"],
    bottom: ["╚", "╝"],
    joints: ["═", "╩", "╦", "╬"],
  },
  single: {
    across: "─",
    along: "│",
    top: ["┌", "┐"],
    middle: ["├", "┤"],
    bottom: ["└", "┘"],
    joints: ["─", "┴", "┬", "┼"],
  },
  ascii: {
    across: "-",
    along: "|",
    top: ["+", "+"],
    middle: ["+", "+"],
    bottom: ["+", "+"],
    joints: ["-", "+", "+", "+"],
  },
};

/** Draws parts below one another in one frame, with a rule between them. */
export function drawBox(sections: readonly BoxSection[], frame: BoxFrame): string {
  const characters = frames[frame];
  const lines: string[] = [];
  let above: BoxSection | undefined;
  for (const section of sections) {
    const ends = above === undefined ? characters.top : characters.middle;
    lines.push(rule(above, section, { ends, characters }));
    for (const row of section.rows)
      lines.push(characters.along + row.join(characters.along) + characters.along);
    above = section;
  }
  lines.push(rule(above, undefined, { ends: characters.bottom, characters }));
  return lines.join("\n");
}

function rule(
  above: BoxSection | undefined,
  below: BoxSection | undefined,
  style: { readonly ends: readonly [string, string]; readonly characters: FrameCharacters },
): string {
  const separatorsAbove = separatorsOf(above);
  const separatorsBelow = separatorsOf(below);
  const width = innerWidth(above ?? below);
  let line = style.ends[0];
  for (let column = 0; column < width; column += 1) {
    const joint = Number(separatorsAbove.has(column)) + 2 * Number(separatorsBelow.has(column));
    line += style.characters.joints[joint] ?? style.characters.across;
  }
  return line + style.ends[1];
}

function innerWidth(section: BoxSection | undefined): number {
  if (section === undefined) return 0;
  return section.widths.reduce((sum, width) => sum + width, 0) + section.widths.length - 1;
}

function separatorsOf(section: BoxSection | undefined): ReadonlySet<number> {
  const separators = new Set<number>();
  let column = -1;
  for (const width of section?.widths.slice(0, -1) ?? []) {
    column += width + 1;
    separators.add(column);
  }
  return separators;
}
