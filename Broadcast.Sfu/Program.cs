// The Sfu host is wired in Hosting/.
return;
