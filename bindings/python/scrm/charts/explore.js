
painters.comparison_viewer = (data) => {
  const patterns = data.patterns;
  if (!patterns.length) return empty("No pair.");
  const details = document.getElementById("details");
  details.className = "blocks";
  const columns = patterns.map((pattern, i) => String(i));
  const strongest = Math.max(1, ...data.comparisons.flatMap((one) => Object.values(one.weights).map(Math.abs)));
  const cells = [];
  patterns.forEach((pattern, x) => data.comparisons.forEach((one, y) => {
    const level = pattern.levels[one.name];
    if (level !== null && level !== undefined) cells.push({ value: [x, y, one.weights[level]], level });
  }));
  // Between the bars and the tiles stand the axis and its title.
  const top = 215;
  const chart = draw({
    grid: [{ left: 130, right: 30, top: 30, height: top - 85 }, { left: 130, right: 30, top: top, height: data.comparisons.length * 22 }],
    tooltip: { trigger: "item", formatter: (p) => {
      const pattern = patterns[p.seriesIndex === 0 ? p.dataIndex : p.value[0]];
      const facts = [["pairs", count(pattern.pairs)], ["match weight", bits(pattern.mean_weight) + " bits on average, " + bits(pattern.least_weight) + " … " + bits(pattern.most_weight)], ["expected matches", count(pattern.expected_matches)]];
      if (p.seriesIndex === 1) facts.unshift([data.comparisons[p.value[1]].name, p.data.level + " (" + bits(p.value[2]) + " bits)"]);
      return lines(facts);
    } },
    visualMap: { show: false, seriesIndex: 1, dimension: 2, min: -strongest, max: strongest, inRange: { color: [palette.loss, "#f3f1ec", palette.gain] } },
    xAxis: [{ type: "category", gridIndex: 0, data: columns, axisLabel: { formatter: (i) => bits(patterns[i].mean_weight, 0) }, axisTick: { show: false }, name: "mean match weight, bits", nameLocation: "middle", nameGap: 26 },
      { type: "category", gridIndex: 1, data: columns, axisLabel: { show: false }, axisTick: { show: false }, axisLine: { show: false } }],
    yAxis: [{ type: "log", gridIndex: 0, min: 0.8, name: "pairs (log)", axisLabel: { formatter: (v) => (v < 1 ? "" : count(v)) }, splitLine: { lineStyle: { color: palette.line } } },
      { type: "category", gridIndex: 1, inverse: true, data: data.comparisons.map((one) => one.name), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { interval: 0, width: 120, overflow: "truncate" } }],
    series: [{ type: "bar", barCategoryGap: "12%", barMinHeight: 3, itemStyle: { color: palette.accent }, data: patterns.map((pattern) => pattern.pairs) },
      { type: "heatmap", xAxisIndex: 1, yAxisIndex: 1, itemStyle: { borderColor: "#ffffff", borderWidth: 1 }, data: cells }],
  }, top + data.comparisons.length * 22 + 16);

  function show(index) {
    const pattern = patterns[index];
    const block = () => details.appendChild(element("div"));
    const levels = element("div");
    details.replaceChildren(levels);
    levels.appendChild(element("h2", "Pattern " + (index + 1) + " of " + patterns.length + ": " + count(pattern.pairs) + " pairs, " + bits(pattern.mean_weight) + " bits on average"));
    const silent = data.comparisons.filter((one) => pattern.levels[one.name] === null).map((one) => one.name);
    const rows = [["prior", "two random records", data.prior]].concat(
      data.comparisons.filter((one) => pattern.levels[one.name] !== null).map((one) => [one.name, pattern.levels[one.name], one.weights[pattern.levels[one.name]]]));
    const rest = pattern.mean_weight - rows.reduce((sum, row) => sum + row[2], 0);
    if (Math.abs(rest) >= 0.005) rows.push(["besides", data.rest, rest]);
    rows.push(["together", "on average", pattern.mean_weight]);
    levels.appendChild(tableOf(["comparison", "level", ["bits", "number"]], rows.map(([name, level, weight]) =>
      [name, level, [bits(weight), "number " + (weight >= 0 ? "gain" : "loss")]])));
    if (silent.length) levels.appendChild(element("p", "No evidence: " + silent.join(", ") + ".", "note"));
    pattern.examples.forEach((example) => {
      const shown = block();
      shown.appendChild(element("h2", example.left_id + " and " + example.right_id + ": " + bits(example.match_weight) + " bits"));
      const values = Object.entries(example.values || {});
      if (values.length) shown.appendChild(tableOf(["", example.left_id, example.right_id], values.map(([name, both]) => {
        const kind = both[0] && both[1] && both[0] !== both[1] ? "differs" : "";
        return [name, [both[0] || "–", kind], [both[1] || "–", kind]];
      })));
    });
  }
  chart.on("click", (p) => show(p.seriesIndex === 0 ? p.dataIndex : p.value[0]));
  show(0);
};

painters.cluster_graph = (data) => {
  if (!data.clusters.length) return empty("No cluster of several records.");
  const controls = element("div", undefined, "controls");
  const holder = document.getElementById("chart");
  const choice = document.createElement("select");
  data.clusters.forEach((cluster, i) => {
    const option = element("option", cluster.cluster_id + ": " + count(cluster.records.length) + " records, density " + cluster.density.toFixed(2) + ", " + count(cluster.bridges) + " bridges");
    option.value = String(i);
    choice.appendChild(option);
  });
  controls.appendChild(element("span", "cluster"));
  controls.appendChild(choice);
  controls.appendChild(element("span", "line: match weight · dotted: below the threshold · dashed red: a bridge, whose removal splits the cluster"));
  holder.appendChild(controls);
  const chart = draw({ series: [] }, 470);
  const details = document.getElementById("details");

  function show(cluster) {
    const most = Math.max(1, ...cluster.edges.map((edge) => edge.weight));
    // On a circle small clusters are clear and the same in each run; large ones need forces.
    const small = cluster.records.length <= 12;
    chart.setOption({
      tooltip: { formatter: (p) => {
        if (p.dataType === "edge") return lines([[p.data.source + " – " + p.data.target, bits(p.data.weight) + " bits"]].concat(p.data.bridge ? [["bridge", "its removal splits the cluster"]] : []));
        return "<b>" + safe(p.name) + "</b><br>" + lines(Object.entries(p.data.values || {}));
      } },
      series: [{
        type: "graph", layout: small ? "circular" : "force", roam: true, draggable: true, left: "14%", right: "14%", top: "12%", bottom: "12%",
        force: { initLayout: "circular", repulsion: 260, edgeLength: [60, 150], layoutAnimation: false },
        label: { show: true, position: "top", formatter: (p) => p.data.label, color: "#1d2733" },
        symbolSize: 22, itemStyle: { color: palette.accent },
        edgeLabel: { show: cluster.edges.length <= 40, formatter: (p) => bits(p.data.weight, 1), fontSize: 10, color: palette.soft },
        data: cluster.records.map((record) => ({ name: record.id, label: record.label, values: record.values })),
        links: cluster.edges.map((edge) => ({ source: edge.left, target: edge.right, weight: edge.weight, bridge: edge.bridge,
          lineStyle: { width: 1 + 4 * Math.max(0, edge.weight) / most, opacity: 0.9, color: edge.bridge ? palette.loss : "#8aa0b8", type: edge.bridge ? "dashed" : edge.weak ? "dotted" : "solid", curveness: 0 } })),
      }],
    }, { replaceMerge: ["series"] });
    const attributes = [...new Set(cluster.records.flatMap((record) => Object.keys(record.values || {})))];
    details.replaceChildren();
    if (attributes.length) {
      details.appendChild(element("h2", "Its records"));
      details.appendChild(tableOf(["record"].concat(attributes), cluster.records.map((record) => [record.id].concat(attributes.map((name) => record.values[name] || "")))));
    }
  }
  choice.addEventListener("change", () => show(data.clusters[Number(choice.value)]));
  show(data.clusters[0]);
};

painters[page.kind](page.data);
window.addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));
