/** Plots as SVG files. Vega is an ES module, and this is not: it is imported when it is used. */

/** Light and dark pages alike: a page of its own colour. */
const LOOK = {
  background: "white",
  font: "sans-serif",
  axis: { labelFontSize: 11, titleFontSize: 12 },
  legend: { labelFontSize: 11, labelLimit: 260 },
};

/** `spec`: a vega-lite specification with its data in it. */
export async function svgOf(spec: object): Promise<string> {
  const { compile } = await import("vega-lite");
  const { parse, View } = await import("vega");
  const schema = "https://vega.github.io/schema/vega-lite/v6.json";
  const whole = { $schema: schema, config: LOOK, ...spec };
  const view = new View(parse(compile(whole as Parameters<typeof compile>[0]).spec));
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}
