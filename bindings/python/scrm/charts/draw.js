"use strict";
const page = JSON.parse(document.getElementById("chart-data").textContent);
const palette = { gain: "#1f8a5b", loss: "#b3363e", accent: "#3b6fb5", second: "#e0a030", soft: "#5b6b7c", line: "#dde3ea", none: "#eef1f5" };
const drawn = [];
const painters = {};

function element(name, text, kind) {
  const out = document.createElement(name);
  if (text !== undefined) out.textContent = text;
  if (kind) out.className = kind;
  return out;
}

/** A table whose cells are texts, or [text, class]. */
function tableOf(header, rows) {
  const table = element("table");
  const fill = (row, cells, name) => cells.forEach((cell) => {
    const [text, kind] = Array.isArray(cell) ? cell : [cell, ""];
    // A date or an id stays on one line.
    row.appendChild(element(name, text, (kind + (text.length <= 24 ? " short" : "")).trim()));
  });
  fill(table.createTHead().insertRow(), header, "th");
  const body = table.createTBody();
  rows.forEach((cells) => fill(body.insertRow(), cells, "td"));
  const wrapper = element("div", undefined, "wide");
  wrapper.appendChild(table);
  return wrapper;
}

const bits = (value, digits) => {
  const text = value.toFixed(digits === undefined ? 2 : digits);
  return Number(text) === 0 ? text.replace("-", "") : (value > 0 ? "+" : "") + text;
};
const count = (value) => (Number.isInteger(value) ? value : Math.round(value * 10) / 10).toLocaleString("en").replace(/,/g, "\u202f");
const percent = (value) => (value === null || value === undefined ? "–" : (100 * value).toFixed(value > 0.995 && value < 1 ? 2 : 1) + "%");
const shortNumber = (value) => (value === 0 ? "0" : value >= 0.001 ? value.toPrecision(3) : value.toExponential(1));
/** Tooltips take markup: whatever stands in data is escaped. */
const safe = (text) => echarts.format.encodeHTML(String(text));
const lines = (pairs) => pairs.map(([name, value]) => "<b>" + safe(name) + "</b>: " + safe(value)).join("<br>");

/** A chart in an element of its own. */
function draw(option, height, parent) {
  const holder = element("div");
  holder.style.height = height + "px";
  (parent || document.getElementById("chart")).appendChild(holder);
  const chart = echarts.init(holder, null, { renderer: "svg" });
  chart.setOption(Object.assign({ animation: false, textStyle: { fontFamily: "inherit", color: "#1d2733" } }, option));
  drawn.push(chart);
  return chart;
}

function empty(text) {
  document.getElementById("chart").appendChild(element("p", text, "note"));
}

/** Two category axes at the left: the rows, and the name of the group on its first row, with a line above. */
const isFirst = (rows, index) => index === 0 || rows[index - 1].group !== rows[index].group;
function groupedAxes(rows, gridIndex, showNames) {
  const keys = rows.map((row, index) => String(index));
  const clean = { axisTick: { show: false }, axisLine: { show: false } };
  return [
    Object.assign({ type: "category", gridIndex, inverse: true, data: keys,
      axisLabel: { show: showNames, interval: 0, formatter: (key) => rows[key].name, width: 196, overflow: "truncate" } }, clean),
    Object.assign({ type: "category", gridIndex, inverse: true, data: keys, position: "left", offset: 245,
      axisLabel: { show: showNames, interval: 0, fontWeight: "bold", width: 165, overflow: "truncate", formatter: (key) => (isFirst(rows, Number(key)) ? rows[key].group : "") } }, clean),
  ];
}

/** Lines above the first row of each group. */
function separators(rows, axis) {
  const firsts = rows.map((row, index) => index).filter((index) => index > 0 && isFirst(rows, index));
  return { type: "custom", silent: true, z: 0, xAxisIndex: axis, yAxisIndex: axis * 2, tooltip: { show: false }, data: firsts.map((index) => [0, index]),
    renderItem: (params, api) => {
      const y = api.coord([0, api.value(1)])[1] - api.size([0, 1])[1] / 2;
      return { type: "line", shape: { x1: params.coordSys.x, x2: params.coordSys.x + params.coordSys.width, y1: y, y2: y }, style: { stroke: palette.line, lineWidth: 1 } };
    } };
}

const LEFT = 430;
const ROW = 21;
/** An axis with room for what is written beside the bars. */
const bitsAxis = (name) => ({ type: "value", name, nameLocation: "middle", nameGap: 28, boundaryGap: ["8%", "8%"], splitLine: { lineStyle: { color: palette.line } } });

painters.match_weights = (data) => {
  const rows = data.rows;
  draw({
    grid: { left: LEFT, right: 60, top: 10, bottom: 46 },
    tooltip: { trigger: "item", formatter: (p) => {
      const row = rows[p.dataIndex];
      const known = row.m === undefined ? [] : [["m", shortNumber(row.m)], ["u", shortNumber(row.u)]];
      return "<b>" + safe(row.group) + "</b> " + safe(row.name) + "<br>" + lines([["match weight", bits(row.weight) + " bits"]].concat(known,
        [["odds are multiplied by", shortNumber(Math.pow(2, row.weight))]]));
    } },
    xAxis: bitsAxis("match weight, bits (each doubles the odds)"),
    yAxis: groupedAxes(rows, 0, true),
    series: [{ type: "bar", barWidth: 13, data: rows.map((row) => ({ value: row.weight, itemStyle: { color: row.group === "prior" ? palette.accent : row.weight >= 0 ? palette.gain : palette.loss },
      label: { show: true, position: row.weight >= 0 ? "right" : "left", formatter: bits(row.weight, 1), color: palette.soft, fontSize: 11 } })) }, separators(rows, 0)],
  }, rows.length * ROW + 60);
};

painters.parameters = (data) => {
  const rows = data.rows;
  const bar = (name, axis, colour) => ({ name, type: "bar", barWidth: 12, xAxisIndex: axis, yAxisIndex: axis * 2, itemStyle: { color: colour },
    label: { show: true, position: "right", formatter: (p) => shortNumber(p.value), color: palette.soft, fontSize: 11 }, data: rows.map((row) => row[name]) });
  const width = Math.max(260, (document.body.clientWidth - LEFT - 150) / 2);
  draw({
    title: [{ text: "m: among records of one person", left: LEFT, top: 0, textStyle: { fontSize: 13, color: palette.gain } },
      { text: "u: among records of two people", left: LEFT + width + 55, top: 0, textStyle: { fontSize: 13, color: palette.loss } }],
    grid: [{ left: LEFT, width, top: 28, bottom: 44 }, { left: LEFT + width + 55, width, top: 28, bottom: 44 }],
    tooltip: { trigger: "item", formatter: (p) => { const row = rows[p.dataIndex]; return "<b>" + safe(row.group) + "</b> " + safe(row.name) + "<br>" +
      lines([["m", shortNumber(row.m)], ["u", shortNumber(row.u)], ["match weight", bits(row.weight) + " bits"]]); } },
    xAxis: [0, 1].map((gridIndex) => ({ type: "value", gridIndex, min: 0, max: 1, name: "share of pairs", nameLocation: "middle", nameGap: 26, splitLine: { lineStyle: { color: palette.line } } })),
    yAxis: groupedAxes(rows, 0, true).concat(groupedAxes(rows, 1, false)),
    series: [bar("m", 0, palette.gain), bar("u", 1, palette.loss), separators(rows, 0), separators(rows, 1)],
  }, rows.length * ROW + 80);
};

painters.waterfall = (data) => {
  let level = 0;
  const steps = data.steps.map((step) => { const from = level; level += step.weight; return Object.assign({ from, to: level }, step); });
  steps.push({ name: "together", detail: percent(data.probability) + " probable", from: 0, to: level, weight: level, kind: "total" });
  const colour = (step) => (step.kind === "total" || step.kind === "prior" ? palette.accent : step.weight >= 0 ? palette.gain : palette.loss);
  draw({
    grid: { left: LEFT, right: 30, top: 10, bottom: 46 },
    tooltip: { trigger: "item", formatter: (p) => {
      const step = steps[p.dataIndex];
      const facts = [["weight", bits(step.weight) + " bits"]];
      if (step.m) facts.push(["m", shortNumber(step.m)], ["u", shortNumber(step.u)]);
      if (step.left || step.right) facts.push([data.left_id, step.left || "–"], [data.right_id, step.right || "–"]);
      return "<b>" + safe(step.name) + "</b> " + safe(step.detail || "") + "<br>" + lines(facts);
    } },
    xAxis: bitsAxis("match weight, bits"),
    yAxis: groupedAxes(steps.map((step) => ({ group: step.name, name: step.detail || "" })), 0, true),
    series: [{ type: "custom", encode: { x: [1, 2], y: 0 }, data: steps.map((step, i) => [i, step.from, step.to]),
      renderItem: (params, api) => {
        const step = steps[params.dataIndex];
        const start = api.coord([api.value(1), api.value(0)]);
        const end = api.coord([api.value(2), api.value(0)]);
        const tall = api.size([0, 1])[1] * 0.62;
        const x = Math.min(start[0], end[0]);
        const wide = Math.max(1.5, Math.abs(end[0] - start[0]));
        const right = end[0] >= start[0];
        const children = [{ type: "rect", shape: { x, y: start[1] - tall / 2, width: wide, height: tall }, style: { fill: colour(step) } },
          { type: "text", style: { text: bits(step.weight, 1), x: end[0] + (right ? 5 : -5), y: start[1], textAlign: right ? "left" : "right", textVerticalAlign: "middle", fill: palette.soft, fontSize: 11 } }];
        if (params.dataIndex < steps.length - 1) {
          const below = api.coord([api.value(2), api.value(0) + 1]);
          children.push({ type: "line", shape: { x1: end[0], y1: end[1] + tall / 2, x2: below[0], y2: below[1] - tall / 2 }, style: { stroke: palette.soft, lineWidth: 1, lineDash: [2, 2] } });
        }
        return { type: "group", children };
      } }],
  }, steps.length * 27 + 60);
  const compared = data.steps.filter((step) => (data.has_values ? step.left || step.right : step.total !== undefined));
  const details = document.getElementById("details");
  if (compared.length) {
    details.appendChild(element("h2", "What was compared"));
    details.appendChild(tableOf(["comparison", "agreement", ["bits", "number"]].concat(data.has_values ? [data.left_id, data.right_id] : []), compared.map((step) =>
      [step.name, step.detail || "", [bits(step.total), "number " + (step.total >= 0 ? "gain" : "loss")]].concat(data.has_values ? [step.left || "–", step.right || "–"] : []))));
  }
  if (data.silent.length) details.appendChild(element("p", "No evidence: " + data.silent.join(", ") + ".", "note"));
};

function valueBars(rows, title, top) {
  return { title, rows, top };
}

painters.term_frequencies = (data) => {
  if (!data.values) return empty("No value.");
  const panels = [valueBars(data.most, "most frequent values"), valueBars(data.least, "rarest values")].filter((panel) => panel.rows.length);
  const tallest = Math.max(...panels.map((panel) => panel.rows.length)) * 22 + 40;
  const share = 100 / panels.length;
  draw({
    title: panels.map((panel, i) => ({ text: panel.title, left: i * share + "%", top: 0, textStyle: { fontSize: 13 } })),
    grid: panels.map((panel, i) => ({ left: i * share + "%", width: share - 8 + "%", top: 28, height: tallest - 40, containLabel: true })),
    tooltip: { trigger: "item", formatter: (p) => { const row = panels[p.seriesIndex].rows[p.dataIndex]; return "<b>" + safe(row.value) + "</b><br>" +
      lines([["records", count(row.records) + " (" + percent(row.share) + ")"], ["of its rarity", bits(row.rarity) + " bits"], ["agreement is worth", bits(row.weight) + " bits"]]); } },
    xAxis: panels.map((panel, gridIndex) => ({ type: "value", gridIndex, min: Math.min(0, Math.floor(data.range[0])), max: Math.max(0, Math.ceil(data.range[1])), name: "bits added by rarity", nameLocation: "middle", nameGap: 26, splitLine: { lineStyle: { color: palette.line } } })),
    yAxis: panels.map((panel, gridIndex) => ({ type: "category", gridIndex, inverse: true, data: panel.rows.map((row) => row.value), axisTick: { show: false }, axisLine: { onZero: false },
      axisLabel: { interval: 0, width: 140, overflow: "truncate", formatter: (value, i) => value + "  " + count(panel.rows[i].records) } })),
    series: panels.map((panel, i) => ({ type: "bar", barWidth: 13, xAxisIndex: i, yAxisIndex: i, data: panel.rows.map((row) => ({ value: row.rarity, itemStyle: { color: row.rarity >= 0 ? palette.gain : palette.loss } })) })),
  }, tallest + 20);
  document.getElementById("chart").appendChild(element("h2", "How many records have values of each rarity"));
  draw({
    grid: { left: 70, right: 20, top: 14, bottom: 44 },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, formatter: (p) => lines([["bits added by rarity", p[0].name], ["records", count(p[0].value)], ["values", count(data.histogram[p[0].dataIndex].values)]]) },
    xAxis: { type: "category", name: "bits added by rarity", nameLocation: "middle", nameGap: 28, data: data.histogram.map((bin) => bits(bin.low, 1) + " … " + bits(bin.high, 1)) },
    yAxis: Object.assign({ type: "value", name: "records", splitLine: { lineStyle: { color: palette.line } } }, sideName),
    series: [{ type: "bar", barCategoryGap: "10%", itemStyle: { color: palette.accent }, data: data.histogram.map((bin) => bin.records) }],
  }, 240);
};

const lineAxis = (name) => ({ type: "value", name, nameLocation: "middle", nameGap: 28, scale: true, splitLine: { show: false }, axisLine: { onZero: false } });
const sideName = { nameLocation: "middle", nameGap: 50, nameRotate: 90, axisLine: { show: true, onZero: false } };
const shareAxis = (name) => Object.assign({ type: "value", name, min: 0, max: 1, axisLabel: { formatter: (v) => Math.round(v * 100) + "%" }, splitLine: { lineStyle: { color: palette.line } } }, sideName);

painters.unlinkables = (data) => {
  if (!data.points.length) return empty("No record.");
  draw({
    grid: { left: 76, right: 30, top: 34, bottom: 46 },
    tooltip: { trigger: "axis", formatter: (p) => { const point = data.points[p[0].dataIndex]; return lines([["threshold", bits(point.weight) + " bits, probability " + shortNumber(point.probability)],
      ["records that cannot reach it", count(point.records) + " (" + percent(point.share) + ")"]]); } },
    xAxis: lineAxis("threshold: match weight, bits"),
    yAxis: shareAxis("records that cannot be linked"),
    series: [{ type: "line", step: "start", showSymbol: false, lineStyle: { color: palette.loss, width: 2 }, areaStyle: { color: palette.loss, opacity: 0.12 }, data: data.points.map((p) => [p.weight, p.share]),
      markLine: data.threshold === null ? undefined : { symbol: "none", silent: true, lineStyle: { color: palette.soft, type: "dashed" }, label: { formatter: "threshold in use" }, data: [{ xAxis: data.threshold }] } }],
  }, 380);
};

painters.accuracy = (data) => {
  const points = data.points;
  if (!points.length) return empty("No pair.");
  const line = (name, key, colour) => ({ name, type: "line", showSymbol: false, step: "start", lineStyle: { width: 2, color: colour }, itemStyle: { color: colour }, data: points.map((p) => [p.weight, p[key]]),
    markLine: key === "f1" && data.best ? { symbol: "none", silent: true, lineStyle: { color: palette.soft, type: "dashed" }, label: { formatter: "best F1 " + percent(data.best.f1) }, data: [{ xAxis: data.best.weight }] } : undefined });
  const band = (key, colour) => ["lower", "width"].map((part) => ({ name: key + " interval", type: "line", showSymbol: false, stack: key, step: "start", lineStyle: { opacity: 0 }, silent: true,
    areaStyle: part === "width" ? { color: colour, opacity: 0.15 } : { opacity: 0 },
    data: points.map((p) => [p.weight, p[key + "_lower"] === null ? null : part === "lower" ? p[key + "_lower"] : p[key + "_upper"] - p[key + "_lower"]]) }));
  const colours = { precision: palette.accent, recall: palette.second, f1: palette.gain };
  const bands = data.has_intervals ? band("precision", colours.precision).concat(band("recall", colours.recall)) : [];
  draw({
    legend: { top: 0, itemGap: 26, data: ["precision", "recall", "F1"] },
    grid: { left: 76, right: 30, top: 48, bottom: 46 },
    tooltip: { trigger: "axis", formatter: (p) => {
      const point = points[p[0].dataIndex];
      const held = (key) => percent(point[key]) + (point[key + "_lower"] === null ? "" : " (" + percent(point[key + "_lower"]) + " – " + percent(point[key + "_upper"]) + ")");
      return lines([["threshold", bits(point.weight) + " bits, probability " + shortNumber(point.probability)], ["precision", held("precision")], ["recall", held("recall")], ["F1", percent(point.f1)],
        ["pairs taken", count(point.pairs)], ["of them right", count(point.true_positive)], ["missed", count(point.false_negative)]]);
    } },
    xAxis: lineAxis("threshold: match weight, bits"),
    yAxis: shareAxis("share"),
    series: bands.concat([line("precision", "precision", colours.precision), line("recall", "recall", colours.recall), line("F1", "f1", colours.f1)]),
  }, 400);
};

painters.histogram = (data) => {
  if (!data.bins.length) return empty("No pair.");
  draw({
    grid: { left: 70, right: 30, top: 30, bottom: 46 },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, formatter: (p) => { const bin = data.bins[p[0].dataIndex]; return lines([["match weight", bits(bin.low, 0) + " … " + bits(bin.high, 0) + " bits"], ["pairs", count(bin.pairs)], ["expected matches", count(bin.matches)]]); } },
    legend: { top: 0, itemGap: 34 },
    xAxis: { type: "category", name: "match weight, bits", nameLocation: "middle", nameGap: 28, data: data.bins.map((bin) => bits(bin.low, 0)) },
    yAxis: Object.assign({ type: "value", name: "pairs", splitLine: { lineStyle: { color: palette.line } } }, sideName),
    series: [{ name: "expected matches", type: "bar", stack: "pairs", barCategoryGap: "8%", itemStyle: { color: palette.gain }, data: data.bins.map((bin) => bin.matches) },
      { name: "expected others", type: "bar", stack: "pairs", itemStyle: { color: "#b9c4d0" }, data: data.bins.map((bin) => bin.pairs - bin.matches) }],
  }, 360);
};

painters.blocking = (data) => {
  const rules = data.rules;
  if (!rules.length) return empty("No blocking rule.");
  draw({
    grid: { left: 20, right: 90, top: 10, bottom: 46, containLabel: true },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, formatter: (p) => {
      const rule = rules[p[0].dataIndex];
      const facts = [["pairs of this rule", count(rule.pairs)], [data.counts_new ? "not found by earlier rules" : "added to the sum", count(rule.added)], ["up to here", count(rule.before + rule.added)], ["blocks", count(rule.blocks)]];
      if (rule.largest) facts.push(["largest block", count(rule.largest.records) + " records, " + count(rule.largest.pairs) + " pairs"]);
      if (rule.generic_keys) facts.push(["keys left out as too common", count(rule.generic_keys)]);
      return "<b>" + safe(rule.rule) + "</b><br>" + lines(facts);
    } },
    xAxis: { type: "value", name: data.counts_new ? "pairs compared, each counted once" : "pairs proposed, those of several rules counted again", nameLocation: "middle", nameGap: 28,
      axisLabel: { formatter: (v) => count(v) }, splitLine: { lineStyle: { color: palette.line } } },
    yAxis: { type: "category", inverse: true, data: rules.map((rule) => rule.rule), axisTick: { show: false }, axisLabel: { interval: 0, width: 300, overflow: "break" } },
    series: [{ type: "bar", stack: "pairs", silent: true, itemStyle: { color: "#d7dfe8" }, data: rules.map((rule) => rule.before) },
      { type: "bar", stack: "pairs", itemStyle: { color: palette.accent }, label: { show: true, position: "right", color: palette.soft, formatter: (p) => "+" + count(rules[p.dataIndex].added) }, data: rules.map((rule) => rule.added) }],
  }, Math.max(200, rules.length * 34 + 70));
};
