// The plotly bundle of Panj: only the traces the page draws (scatter is part of the core).
const Plotly = require('plotly.js/lib/core');

Plotly.register([
  require('plotly.js/lib/bar'),
  require('plotly.js/lib/scattermap'),
  require('plotly.js/lib/choroplethmap'),
]);

// Set here, inside the bundle, so that no graph can be drawn before it holds: without it every chart
// carries a button that uploads the figure to a cloud service.
Plotly.setPlotConfig({showSendToCloud: false, plotlyServerURL: '', displaylogo: false});

module.exports = Plotly;
