// The letters must be there before the chart is laid out, since it measures them.
const chart = document.getElementById("chart");
const data = document.getElementById("data").textContent;
document.fonts.load(`12px "${chart.dataset.family}"`, data).finally(() =>
  vegaEmbed(chart, JSON.parse(data), { actions: false, renderer: "svg" }));
