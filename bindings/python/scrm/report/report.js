"use strict";
(function () {
  const report = JSON.parse(document.getElementById("report-data").textContent);
  const colours = { match: "#1f8a5b", review: "#e0a030", none: "#b9c4d0" };
  const charts = [];

  function draw(id, option) {
    const element = document.getElementById(id);
    const chart = echarts.init(element, null, { renderer: "svg" });
    chart.setOption(Object.assign({ animation: false, textStyle: { fontFamily: "inherit" } }, option));
    charts.push(chart);
  }

  function hideIfEmpty(id, isEmpty) {
    if (isEmpty) document.getElementById(id).style.display = "none";
    return isEmpty;
  }

  const networks = report.tiers;
  if (!hideIfEmpty("chart-tiers", networks.length === 0)) {
    draw("chart-tiers", {
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
      legend: { top: 0 },
      grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
      xAxis: { type: "value" },
      yAxis: { type: "category", inverse: true, data: networks.map((n) => n.network) },
      series: ["match", "review", "none"].map((tier) => ({
        name: tier, type: "bar", stack: "tiers", itemStyle: { color: colours[tier] }, data: networks.map((n) => n[tier]),
      })),
    });
  }

  function histogram(id, bins, name, decimals) {
    if (hideIfEmpty(id, !bins.some((b) => b.count > 0))) return;
    draw(id, {
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
      grid: { left: 8, right: 16, top: 24, bottom: 28, containLabel: true },
      xAxis: { type: "category", name: name, nameLocation: "middle", nameGap: 26, data: bins.map((b) => b.low.toFixed(decimals)) },
      yAxis: { type: "value" },
      series: [{ type: "bar", barCategoryGap: "8%", itemStyle: { color: "#3b6fb5" }, data: bins.map((b) => b.count) }],
    });
  }
  histogram("chart-weights", report.match_weights, "match weight, bits", 0);
  histogram("chart-probabilities", report.probabilities, "probability of the best candidate", 1);

  const example = report.example;
  if (!hideIfEmpty("chart-example", !example)) {
    const steps = [{ name: "prior", weight: example.prior_weight }].concat(
      example.comparisons.map((part) => ({ name: part.comparison, weight: part.weight })));
    let level = 0;
    const rows = steps.map((step) => {
      const from = level;
      level += step.weight;
      return { name: step.name, from: from, to: level };
    });
    rows.push({ name: "together", from: 0, to: level });
    // A bar that crosses zero cannot be drawn by stacking; a custom shape draws each step from start to end.
    draw("chart-example", {
      tooltip: { formatter: (p) => rows[p.dataIndex].name + ": " + (rows[p.dataIndex].to - rows[p.dataIndex].from).toFixed(2) + " bits" },
      grid: { left: 8, right: 16, top: 12, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: rows.map((r) => r.name), axisLabel: { interval: 0, rotate: 30 } },
      yAxis: { type: "value", name: "bits" },
      series: [{
        type: "custom",
        encode: { x: 0, y: [1, 2] },
        data: rows.map((r, i) => [i, r.from, r.to]),
        renderItem: (params, api) => {
          const start = api.coord([api.value(0), api.value(1)]);
          const end = api.coord([api.value(0), api.value(2)]);
          const width = api.size([1, 0])[0] * 0.6;
          const gain = api.value(2) >= api.value(1);
          const last = params.dataIndex === rows.length - 1;
          return {
            type: "rect",
            shape: { x: start[0] - width / 2, y: Math.min(start[1], end[1]), width: width, height: Math.max(1, Math.abs(end[1] - start[1])) },
            style: { fill: last ? "#3b6fb5" : gain ? "#1f8a5b" : "#b3363e" },
          };
        },
      }],
    });
  }

  window.addEventListener("resize", () => charts.forEach((chart) => chart.resize()));
})();
