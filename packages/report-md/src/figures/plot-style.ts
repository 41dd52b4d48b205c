/** The colour of texts and lines: that of the page's text, light or dark. */
export const ink = "currentColor";

/** The colour of what is new: the page's accent, or its text's. Never the only sign of anything. */
export const accent = "var(--accent,currentColor)";

/** Width of every plot in pixels of its own; the page scales it. */
export const plotWidth = 480;

const text = { labelColor: ink, titleColor: ink, labelFontSize: 12, titleFontSize: 12 };

/** How all plots look: the page's own font and colours, no descriptions within (a table says it all). */
export const plotConfig = {
  aria: false,
  background: null,
  padding: 4,
  font: "system-ui,sans-serif",
  view: { stroke: null },
  axis: {
    ...text,
    aria: false,
    titleFontWeight: "normal",
    titlePadding: 8,
    labelLimit: 240,
    domainColor: ink,
    domainOpacity: 0.6,
    tickColor: ink,
    tickOpacity: 0.6,
    gridColor: ink,
    gridOpacity: 0.14,
  },
  legend: {
    ...text,
    aria: false,
    orient: "top",
    titleFontWeight: "normal",
    symbolSize: 90,
    symbolStrokeColor: accent,
    labelLimit: 0,
  },
  text: { color: ink, fontSize: 12 },
} as const;
