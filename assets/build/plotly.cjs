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

// A figure that changes (or only its box) while the map's style is still loading loses its marks: plotly adds them to
// a style that cannot take them yet, and then believes that they are there. So changes wait for the first drawing.
const Subplot = require('plotly.js/src/plots/map/map').prototype;
const create = Subplot.createMap;
const update = Subplot.updateMap;
Subplot.createMap = function (data, layout, resolve, reject) {
  this.firstDrawing = new Promise((drawn) => {
    create.call(this, data, layout, (value) => { drawn(); resolve(value); }, (error) => { drawn(); reject(error); });
  });
};
Subplot.updateMap = function (...change) {
  this.firstDrawing.then(() => update.apply(this, change));
};

module.exports = Plotly;
