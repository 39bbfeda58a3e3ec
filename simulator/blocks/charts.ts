import { blockLimits, textLimits } from '../limits.ts';
import { list, number, type ObjectSchema, object, oneOf, string } from './schema.ts';

const label = string({ min: 1, max: textLimits.chartLabel });
const point = object({ label, value: number });
const series = object({ name: label, data: list(point, 1, blockLimits.chartPoints) });
const axisTitle = string({ max: textLimits.chartTitle });

/** A chart with axes: their titles stand beside the categories. */
const withAxes = (type: string): ObjectSchema =>
  object({
    type: oneOf(type),
    series: list(series, 1, blockLimits.chartSeries),
    axis_config: object(
      { categories: list(label, 1, blockLimits.chartPoints) },
      { x_label: axisTitle, y_label: axisTitle },
    ),
  });

export const charts: Record<string, ObjectSchema> = {
  line: withAxes('line'),
  bar: withAxes('bar'),
  area: withAxes('area'),
  pie: object({ type: oneOf('pie'), segments: list(point, 1, blockLimits.pieSegments) }),
};
