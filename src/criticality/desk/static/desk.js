// What pages do besides where scripts run; every page works without.
