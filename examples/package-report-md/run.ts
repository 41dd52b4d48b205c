import { escapeMarkdown, formatBoxTable, formatPercent, formatSigned } from "@searchfit/report-md";

const rows = [
  ["1", "Cast Iron Pan", formatSigned(0.0312)],
  ["2", "Knife | Set *new*", formatSigned(-0.004)],
];
console.log(
  formatBoxTable(rows, {
    columns: [
      { header: "#", align: "right" },
      { header: "Product" },
      { header: "Change", align: "right" },
    ],
  }),
);
console.log(escapeMarkdown("Knife | Set *new*"), formatPercent(16.94));
