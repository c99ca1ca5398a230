// The Recorder host is wired in Hosting/.
return;
