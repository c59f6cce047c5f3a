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

  const said = report.assessments;
  const sentimentColours = { negative: "#b3363e", neutral: "#b9c4d0", positive: "#1f8a5b" };
  const intentColours = {
    complaint: "#b3363e", question: "#3b6fb5", idea: "#7d5fb2", gratitude: "#1f8a5b",
    promo: "#e0a030", news: "#4aa3a8", other: "#b9c4d0",
  };
  const lengths = { day: 10, week: 10, month: 7, year: 4 };
  const readable = (name) => name.replace(/_/g, " ");
  const nothingSaid = !said || said.cells.length === 0;
  const nothingDated = nothingSaid || said.periods.length === 0;

  // A cell is [period, network, product, posts by sentiment …, posts by intent …].
  function sums(first, count, places, place, keep) {
    const rows = Array.from({ length: count }, () => new Array(places).fill(0));
    said.cells.forEach((cell) => {
      if (cell[place] < 0 || !keep(cell)) return;
      for (let i = 0; i < count; ++i) rows[i][cell[place]] += cell[first + i];
    });
    return rows;
  }

  function stacked(id, title, names, colours, rows, chart) {
    const option = {
      animation: false, textStyle: { fontFamily: "inherit" },
      title: { text: title, left: 0, textStyle: { fontSize: 14, fontWeight: 600 } },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
      legend: { top: 28, data: names },
      grid: { left: 8, right: 16, top: 82, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: said.periods.map((day) => day.slice(0, lengths[said.unit])) },
      yAxis: { type: "value", minInterval: 1 },
      series: names.map((name, i) => ({
        name: name, type: "bar", stack: "posts", barCategoryGap: "12%", barMaxWidth: 48,
        itemStyle: { color: colours[name] }, data: rows[i],
      })),
    };
    if (chart) chart.setOption(option);
    else draw(id, option);
  }

  hideIfEmpty("chart-sentiment", nothingDated);
  hideIfEmpty("chart-intent", nothingDated);
  if (!nothingDated) {
    const choices = document.getElementById("said-choices");
    const lists = [["said-network", said.networks, (n) => n], ["said-product", said.products, readable]];
    const selects = lists.map(([id, names, text]) => {
      const select = document.getElementById(id);
      select.add(new Option("all", "-1"));
      names.forEach((name, i) => select.add(new Option(text(name), String(i))));
      return select;
    });
    choices.hidden = false;
    const chosen = (cell) => selects.every((select, i) => select.value === "-1" || Number(select.value) === cell[1 + i]);
    const places = said.periods.length;
    const drawSaid = (sentimentChart, intentChart) => {
      stacked("chart-sentiment", "Sentiment", said.sentiments, sentimentColours,
        sums(3, said.sentiments.length, places, 0, chosen), sentimentChart);
      stacked("chart-intent", "Intent", said.intents, intentColours,
        sums(3 + said.sentiments.length, said.intents.length, places, 0, chosen), intentChart);
    };
    drawSaid();
    const [sentimentChart, intentChart] = charts.slice(-2);
    selects.forEach((select) => select.addEventListener("change", () => drawSaid(sentimentChart, intentChart)));
  }

  // Shares of each product or network, the most written of on top.
  function shares(id, names, place, text) {
    if (hideIfEmpty(id, nothingSaid)) return;
    const rows = sums(3, said.sentiments.length, names.length, place, () => true);
    const posts = names.map((name, i) => rows.reduce((sum, row) => sum + row[i], 0));
    const order = names.map((name, i) => i).sort((a, b) => posts[b] - posts[a] || (names[a] < names[b] ? -1 : 1));
    draw(id, {
      tooltip: {
        trigger: "axis", axisPointer: { type: "shadow" },
        valueFormatter: (value) => (100 * value).toFixed(0) + "%",
      },
      legend: { top: 0 },
      grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
      xAxis: { type: "value", max: 1, axisLabel: { formatter: (value) => Math.round(100 * value) + "%" } },
      yAxis: { type: "category", inverse: true, data: order.map((i) => text(names[i])) },
      series: said.sentiments.map((name, s) => ({
        name: name, type: "bar", stack: "share", barMaxWidth: 28, itemStyle: { color: sentimentColours[name] },
        data: order.map((i) => rows[s][i] / posts[i]),
      })),
    });
  }
  shares("chart-products", said ? said.products : [], 2, readable);
  shares("chart-networks", said ? said.networks : [], 1, (name) => name);

  window.addEventListener("resize", () => charts.forEach((chart) => chart.resize()));
})();
